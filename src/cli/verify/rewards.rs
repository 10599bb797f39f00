//! What must hold for rewards: what was asked for, what the ledger booked for it, and whose a code is.

use super::checks::Rule;

/// What the ledger booked for a redemption `x`, by its kind: what went to the account of the second kind.
const BOOKED_RESERVE: &str = "(SELECT e.amount FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id \
     JOIN ledger_accounts a ON a.id = e.account_id WHERE t.key = 'reserve:' || CAST(x.id AS TEXT) \
     AND a.kind = 'reserved' AND a.owner = x.user_id)";
const BOOKED_RETURN: &str = "(SELECT e.amount FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id \
     JOIN ledger_accounts a ON a.id = e.account_id WHERE t.key = 'return:' || CAST(x.id AS TEXT) \
     AND a.kind = 'available' AND a.owner = x.user_id)";
const BOOKED_REDEEM: &str = "(SELECT -e.amount FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id \
     JOIN ledger_accounts a ON a.id = e.account_id WHERE t.key = 'redeem:' || CAST(x.id AS TEXT) \
     AND a.kind = 'reserved' AND a.owner = x.user_id)";

/// What must hold: table, column, what stands there, what should.
pub(super) const RULES: &[Rule] = &[
    // As many of a reward are taken as are asked for or given, and of vouchers there are as many as there are codes.
    (
        "rewards",
        "taken",
        "x.taken",
        "(SELECT count(*) FROM redemptions d WHERE d.reward_id = x.id \
          AND d.state IN ('requested', 'approved', 'exported', 'paid'))",
    ),
    ("rewards", "stock", "x.taken <= coalesce(x.stock, x.taken)", "x.id > 0"),
    (
        "rewards",
        "codes",
        "CASE WHEN x.kind = 'voucher' THEN x.stock ELSE 0 END",
        "(SELECT count(*) FROM reward_codes k WHERE k.reward_id = x.id)",
    ),
    // A voucher that was given has one code of its reward, and nothing else has one.
    (
        "redemptions",
        "code",
        "(SELECT count(*) FROM reward_codes k WHERE k.redemption_id = x.id AND k.reward_id = x.reward_id)",
        "(SELECT count(*) FROM rewards r WHERE r.id = x.reward_id AND r.kind = 'voucher' AND x.state = 'paid')",
    ),
    (
        "reward_codes",
        "redemption_id",
        "x.redemption_id",
        "(SELECT d.id FROM redemptions d WHERE d.id = x.redemption_id AND d.reward_id = x.reward_id)",
    ),
    // Its points were taken from lots, and the ledger has what became of them, once.
    (
        "redemptions",
        "lots",
        "x.cost",
        "(SELECT CAST(sum(l.amount) AS BIGINT) FROM redemption_lots l WHERE l.redemption_id = x.id)",
    ),
    ("redemptions", "reserved", "x.cost", BOOKED_RESERVE),
    (
        "redemptions",
        "returned",
        "CASE WHEN x.state IN ('rejected', 'cancelled', 'failed') THEN x.cost END",
        BOOKED_RETURN,
    ),
    ("redemptions", "given", "CASE WHEN x.state = 'paid' THEN x.cost END", BOOKED_REDEEM),
    // What is held of a member's points is what is under way.
    (
        "users",
        "reserved points",
        "coalesce((SELECT a.balance FROM ledger_accounts a WHERE a.kind = 'reserved' AND a.owner = x.id), 0)",
        "(SELECT CAST(coalesce(sum(d.cost), 0) AS BIGINT) FROM redemptions d WHERE d.user_id = x.id \
          AND d.state IN ('requested', 'approved', 'exported'))",
    ),
    // What was handed to billing has a line.
    (
        "redemptions",
        "line",
        "(SELECT count(*) FROM redemption_lines n WHERE n.redemption_id = x.id)",
        "(SELECT count(*) FROM rewards r WHERE r.id = x.reward_id AND r.kind <> 'voucher' \
          AND x.state IN ('exported', 'failed', 'paid'))",
    ),
    (
        "redemption_batches",
        "redemptions_count",
        "x.redemptions_count",
        "(SELECT count(*) FROM redemption_lines n WHERE n.batch_id = x.id)",
    ),
];
