//! A simulated organization to learn from, written apart from the model: people whose taste is ideals, thresholds and
//! quirks on raw measurements, who are noisy, look at what is on the left first, and sometimes download to laugh. It names the
//! engine's input structs and the schema's names, and nothing of how the engine learns.

#![allow(dead_code, reason = "each test and example uses its own part of the world")]

pub mod ads;
pub mod loops;
pub mod people;
pub mod rng;
pub mod taste;
