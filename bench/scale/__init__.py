"""What a cluster carries: replicas, the gateway alone, two million applications, notices."""
