//! What the composer promises, through its public face: golden pictures, every script, hostile input, scenes.

mod campaign;
mod colors;
mod golden;
mod hostile;
mod job;
mod motions;
mod orders;
mod scenes;
mod texts;
