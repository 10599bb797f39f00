//! Pages that compose several features.

pub mod health;
pub mod sitemap;
pub mod theme;
