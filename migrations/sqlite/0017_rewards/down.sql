DROP TABLE redemption_lines;
DROP TABLE redemption_batches;
DROP TABLE reward_codes;
DROP TABLE redemption_lots;
DROP TABLE redemptions;
DROP TABLE rewards;
