//! Search: both databases find what a reference finds that looks at every document, and nobody finds what is hidden.

mod hidden;
mod integrity;
mod page;
mod reference;
