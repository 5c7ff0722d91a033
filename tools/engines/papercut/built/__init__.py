"""Constructed drawings, one SVG a thing: what no set draws, or draws only as a head."""
