"""What the assistant could not answer: assigned, written anew, checked, published, exported."""

from console.curation.background import background as background
from console.curation.routes import routes as routes
