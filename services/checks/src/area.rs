//! Boxes (`x, y, width, height`) and how they overlap.

pub(crate) type Rect = [f32; 4];

/// Where two boxes overlap; None where they only touch, or are no boxes.
pub(crate) fn overlap(one: Rect, other: Rect) -> Option<Rect> {
    let (x, y) = (one[0].max(other[0]), one[1].max(other[1]));
    let (right, bottom) = ((one[0] + one[2]).min(other[0] + other[2]), (one[1] + one[3]).min(other[1] + other[3]));
    let is_box = right > x && bottom > y;
    is_box.then_some([x, y, right - x, bottom - y])
}

/// Square pixels.
pub(crate) fn area(rect: Rect) -> f32 {
    rect[2] * rect[3]
}

/// Pixels between two boxes along the axis on which they are further apart; negative where they overlap.
pub(crate) fn gap(one: Rect, other: Rect) -> f32 {
    let along = |axis: usize| (other[axis] - one[axis] - one[axis + 2]).max(one[axis] - other[axis] - other[axis + 2]);
    along(0).max(along(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_overlap_touch_or_stand_apart() {
        let one = [10.0, 10.0, 20.0, 10.0];
        let cases = [
            ([20.0, 15.0, 20.0, 20.0], Some([20.0, 15.0, 10.0, 5.0]), -5.0),
            ([30.0, 10.0, 5.0, 5.0], None, 0.0),
            ([10.0, 27.0, 20.0, 5.0], None, 7.0),
            ([0.0, 0.0, 4.0, 4.0], None, 6.0),
            ([0.0, 0.0, 100.0, 100.0], Some(one), -20.0),
        ];
        for (other, overlapping, apart) in cases {
            assert_eq!(overlap(one, other), overlapping, "{other:?}");
            assert_eq!(gap(one, other), apart, "{other:?}");
        }
        assert_eq!(area(one), 200.0);
    }
}
