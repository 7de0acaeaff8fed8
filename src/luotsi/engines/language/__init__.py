"""The language engine: documents, spans, lemmas, attributes, themes, drafts and their verification. Pure and offline."""
