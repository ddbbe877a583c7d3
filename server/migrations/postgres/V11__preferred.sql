-- Before a change of the rules the administration is told how many people it reaches; those who prefer an
-- option are found by it.
CREATE INDEX accounts_preferred ON accounts (preferred) WHERE preferred IS NOT NULL;
