//! Small symmetric matrices: the three operations the beliefs need (rows times a vector, a rank-1 step, the inverse of a
//! positive definite one). Dense, f64, no blocking: at about 100 rows everything stays in a core's cache.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A symmetric matrix, of which only the lower triangle is looked at: row i holds i + 1 cells, then unused ones that keep
/// rows equally long.
#[derive(Debug, Clone, PartialEq)]
pub struct Symmetric {
    size: usize,
    cells: Vec<f64>,
}

impl Symmetric {
    /// All zeros.
    pub fn zero(size: usize) -> Symmetric {
        Symmetric { size, cells: vec![0.0; size * size] }
    }

    /// These values on the diagonal.
    pub fn diagonal(values: &[f64]) -> Symmetric {
        let mut matrix = Symmetric::zero(values.len());
        matrix.add_to_diagonal(values);
        matrix
    }

    /// One element.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row.max(column) * self.size + row.min(column)]
    }

    /// Sets one element, which is its mirror too.
    pub fn set(&mut self, row: usize, column: usize, value: f64) {
        self.cells[row.max(column) * self.size + row.min(column)] = value;
    }

    /// Adds to the diagonal.
    pub fn add_to_diagonal(&mut self, values: &[f64]) {
        for (i, value) in values.iter().enumerate() {
            self.cells[i * self.size + i] += value;
        }
    }

    /// Multiplies every element.
    pub fn scale(&mut self, factor: f64) {
        self.cells.iter_mut().for_each(|cell| *cell *= factor);
    }

    /// `out = self · x`, skipping what zeros of `x` allow, of which a row of features has many.
    pub fn times(&self, x: &[f64], out: &mut [f64]) {
        out.fill(0.0);
        for (i, &factor) in x.iter().enumerate() {
            let (row, own) = self.cells[i * self.size..i * self.size + i + 1].split_at(i);
            out[i] += dot(row, &x[..i]) + factor * own[0];
            if factor != 0.0 {
                for (sum, cell) in out.iter_mut().zip(row) {
                    *sum += factor * cell;
                }
            }
        }
    }

    /// `self += sign · v vᵀ`.
    pub fn add_rank_one(&mut self, v: &[f64], sign: f64) {
        for (i, &factor) in v.iter().enumerate() {
            if factor != 0.0 {
                let factor = factor * sign;
                for (cell, other) in self.cells[i * self.size..i * self.size + i + 1].iter_mut().zip(v) {
                    *cell += factor * other;
                }
            }
        }
    }

    /// The inverse of a positive definite matrix, by Cholesky (A = L Lᵀ, A⁻¹ = L⁻ᵀ L⁻¹). A pivot that rounding
    /// made too small is lifted, so the answer is always positive definite.
    pub fn inverse(&self) -> Symmetric {
        let inverse_factor = inverse_of_lower(&self.lower_factor(), self.size);
        let mut out = Symmetric::zero(self.size);
        // A⁻¹ = Σ over rows r of L⁻¹: r rᵀ; row k has k + 1 elements.
        for k in 0..self.size {
            let row = &inverse_factor[k * self.size..k * self.size + k + 1];
            for i in 0..=k {
                let factor = row[i];
                for (cell, other) in out.cells[i * self.size..i * self.size + i + 1].iter_mut().zip(row) {
                    *cell += factor * other;
                }
            }
        }
        out
    }

    /// The lower Cholesky factor, row after row (row i holds `size` cells, those after i are 0).
    pub fn lower_factor(&self) -> Vec<f64> {
        let n = self.size;
        let mut factor = vec![0.0; n * n];
        for i in 0..n {
            let (done, rest) = factor.split_at_mut(i * n);
            let row = &mut rest[..n];
            for j in 0..i {
                let other = &done[j * n..j * n + j];
                row[j] = (self.at(i, j) - dot(&row[..j], other)) / done[j * n + j];
            }
            let pivot = self.at(i, i) - dot(&row[..i], &row[..i]);
            row[i] = pivot.max(1e-10).sqrt();
        }
        factor
    }
}

/// L⁻¹ of a lower triangular L, row after row.
fn inverse_of_lower(factor: &[f64], n: usize) -> Vec<f64> {
    let mut inverse = vec![0.0; n * n];
    for i in 0..n {
        let (done, rest) = inverse.split_at_mut(i * n);
        let row = &mut rest[..n];
        for k in 0..i {
            let weight = factor[i * n + k];
            for (cell, other) in row[..=k].iter_mut().zip(&done[k * n..k * n + k + 1]) {
                *cell -= weight * other;
            }
        }
        let pivot = 1.0 / factor[i * n + i];
        row[..i].iter_mut().for_each(|cell| *cell *= pivot);
        row[i] = pivot;
    }
    inverse
}

/// The sum of products, in four lanes of a fixed order so that it is both quick and always the same.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (heads_a, tail_a) = a.as_chunks::<4>();
    let (heads_b, tail_b) = b[..a.len()].as_chunks::<4>();
    let mut lanes = [0.0; 4];
    for (x, y) in heads_a.iter().zip(heads_b) {
        for lane in 0..4 {
            lanes[lane] += x[lane] * y[lane];
        }
    }
    let tail: f64 = tail_a.iter().zip(tail_b).map(|(x, y)| x * y).sum();
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]) + tail
}

impl Serialize for Symmetric {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lower: Vec<f64> =
            (0..self.size).flat_map(|i| (0..=i).map(move |j| (i, j))).map(|(i, j)| self.at(i, j)).collect();
        (self.size, lower).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Symmetric {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Symmetric, D::Error> {
        let (size, lower) = <(usize, Vec<f64>)>::deserialize(deserializer)?;
        if size > 1024 || lower.len() != size * (size + 1) / 2 {
            return Err(serde::de::Error::custom("not the lower triangle of a matrix"));
        }
        let mut matrix = Symmetric::zero(size);
        let mut cells = lower.into_iter();
        for i in 0..size {
            for j in 0..=i {
                matrix.cells[i * size + j] = cells.next().expect("counted above");
            }
        }
        Ok(matrix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::Dice;

    fn positive(size: usize, seed: u64) -> Symmetric {
        let mut dice = Dice::seeded(seed);
        let mut matrix = Symmetric::diagonal(&vec![0.5; size]);
        for _ in 0..size * 2 {
            let v: Vec<f64> = (0..size).map(|_| dice.normal()).collect();
            matrix.add_rank_one(&v, 1.0);
        }
        matrix
    }

    #[test]
    fn a_matrix_times_its_inverse_is_one() {
        for size in [1, 5, 33] {
            let matrix = positive(size, 3);
            let inverse = matrix.inverse();
            let mut out = vec![0.0; size];
            for i in 0..size {
                let row: Vec<f64> = (0..size).map(|j| matrix.at(i, j)).collect();
                inverse.times(&row, &mut out);
                for (j, value) in out.iter().enumerate() {
                    let expected = if i == j { 1.0 } else { 0.0 };
                    assert!((value - expected).abs() < 1e-9, "{size}: {i},{j} is {value}");
                }
            }
        }
    }

    #[test]
    fn a_blob_gives_the_same_bits_and_a_lying_one_is_refused() {
        let matrix = positive(17, 5).inverse();
        let blob = postcard::to_stdvec(&matrix).expect("numbers");
        assert_eq!(postcard::from_bytes::<Symmetric>(&blob).expect("as written"), matrix);
        assert!(
            postcard::from_bytes::<Symmetric>(&postcard::to_stdvec(&(usize::MAX, vec![1.0])).expect("numbers"))
                .is_err()
        );
    }
}
