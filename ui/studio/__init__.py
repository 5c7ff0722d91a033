"""The studio in the browser: one page, its places, and the small server that carries them. Only this package knows Gradio."""
