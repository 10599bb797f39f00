//! Pages that compose several features.

pub mod health;
pub mod home;
pub mod theme;
