"""The same answers, taught: lessons, glossary, quiz."""
