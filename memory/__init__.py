"""What the film is: the document, its edits, its folder and its takes. Imports nothing of ours."""
