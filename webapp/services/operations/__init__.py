"""Operations: what keeps an installation whole."""
