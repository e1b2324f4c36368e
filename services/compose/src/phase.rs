//! The kinds of work an ad takes, for those who measure. Not a clock: whoever watches brings one.

/// What was just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Pictures read.
    Decode,
    /// Texts shaped, fitted and placed.
    Layout,
    /// Pixels drawn.
    Raster,
    /// The file written.
    Encode,
    /// Small versions made.
    Thumbnails,
}

/// Told at the end of each stretch of work what it was.
pub type Watch<'a> = &'a mut dyn FnMut(Phase);
