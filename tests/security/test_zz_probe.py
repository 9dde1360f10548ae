import time
def test_serve(door):
    print("URL", door.gateway.url, flush=True)
    open("/tmp/sahayak/sec/url","w").write(door.gateway.url)
    t=time.time()
    import os
    while not os.path.exists("/tmp/sahayak/sec/stop") and time.time()-t<400: time.sleep(0.5)
    open("/tmp/sahayak/sec/served.log","w").write(door.lines.getvalue())
