DROP TABLE fraud_devices;
DROP TABLE fraud_people;
DROP TABLE fraud_gifts;
DROP TABLE fraud_findings;
