"""What came of a show: reckoned, put into sentences, pages, charts and tables; pure functions."""
