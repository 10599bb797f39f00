//! Pages that compose several features.

pub mod theme;
