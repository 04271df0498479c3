// For pages written against Segment's analytics.js: the rest of its surface, on top of `fp`. Load it after the script.
