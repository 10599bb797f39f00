//! Pages that compose several features.

pub mod following;
pub mod health;
pub mod home;
pub mod privileges;
pub mod profile;
pub mod reputation;
pub mod review;
pub mod search;
pub mod sitemap;
pub mod theme;
pub mod welcome;
