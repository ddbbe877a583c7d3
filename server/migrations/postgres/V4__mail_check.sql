-- Room on each page for the next version of a row, so that a last use touches neither an index nor another
-- page.
ALTER TABLE app_passwords SET (fillfactor = 80);
