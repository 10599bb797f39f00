//! What stands between the browser and the features.

pub mod assets;
