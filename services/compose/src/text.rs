//! Text: shaping, line breaking, fitting, ink. Not where a text stands: `arrange` gives it a width
//! and a height and asks how it would look.

pub mod clusters;
pub mod fit;
pub mod hyphens;
pub mod ink;
pub mod phrases;
pub mod prepare;
pub mod shape;
