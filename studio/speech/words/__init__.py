"""Words for the ear: prices, dates, codes, signs and emoji, written out as they are said."""
