"""Whoever pays in several currencies is found by each of them."""

from alembic import op

revision = "0033_amounts"
down_revision = "0028_processes"
branch_labels = None
depends_on = None

_AMOUNTS = (
    """
    CREATE FUNCTION major_units(minor double precision, currency text) RETURNS double precision
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN minor / CASE
        WHEN currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'UGX', 'VND',
            'VUV', 'XAF', 'XOF', 'XPF') THEN 1
        WHEN currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN 1000
        ELSE 100
    END
    """,
    "COMMENT ON FUNCTION major_units IS 'as people write an amount: whole units of its currency'",
    "CREATE INDEX account_fact_of_several ON account_fact (name, account_id) WHERE amounts IS NOT NULL",
)


def upgrade() -> None:
    for statement in _AMOUNTS:
        op.execute(statement)
