//! The changes between two sequences: a shortest edit script, in linear space, with blocks where people see them.

/// Which elements of the left are removed, and which of the right are added; the others are the same on both sides.
pub fn changes<T: PartialEq>(left: &[T], right: &[T]) -> [Vec<bool>; 2] {
    let Changes { removed, added, .. } = Changes::new(left, right);
    [removed, added]
}

/// Which elements of either side are changes: a shortest edit script, found in linear space as E. W. Myers tells in
/// "An O(ND) Difference Algorithm and Its Variations" (1986).
struct Changes<'a, T> {
    left: &'a [T],
    right: &'a [T],
    removed: Vec<bool>,
    added: Vec<bool>,
    /// How far on the left a search came on each diagonal (left minus right), from the beginning and from the end.
    /// Diagonals begin at minus the length of `right`, less one.
    forward: Vec<isize>,
    backward: Vec<isize>,
    /// After so many changes a part is split where the search has come to, shortest or not.
    patience: isize,
}

impl<'a, T: PartialEq> Changes<'a, T> {
    fn new(left: &'a [T], right: &'a [T]) -> Self {
        let diagonals = left.len() + right.len() + 3;
        let mut changes = Changes {
            left,
            right,
            removed: vec![false; left.len()],
            added: vec![false; right.len()],
            forward: vec![0; diagonals],
            backward: vec![0; diagonals],
            patience: 256.max((diagonals as f64).sqrt() as isize),
        };
        changes.find([0, left.len() as isize], [0, right.len() as isize]);
        let [gaps, others] = [gaps(&changes.removed), gaps(&changes.added)];
        slide(left, &mut changes.removed, &others);
        slide(right, &mut changes.added, &gaps);
        changes
    }

    fn equal(&self, x: isize, y: isize) -> bool {
        self.left[x as usize] == self.right[y as usize]
    }

    /// Marks the changes between a part of the left and one of the right.
    fn find(&mut self, [mut left, mut left_end]: [isize; 2], [mut right, mut right_end]: [isize; 2]) {
        while left < left_end && right < right_end && self.equal(left, right) {
            left += 1;
            right += 1;
        }
        while left < left_end && right < right_end && self.equal(left_end - 1, right_end - 1) {
            left_end -= 1;
            right_end -= 1;
        }
        if left == left_end || right == right_end {
            self.removed[left as usize..left_end as usize].fill(true);
            self.added[right as usize..right_end as usize].fill(true);
            return;
        }
        let [x, y] = self.middle([left, left_end], [right, right_end]);
        self.find([left, x], [right, y]);
        self.find([x, left_end], [y, right_end]);
    }

    /// A point on a shortest way between the parts, where searches from both ends meet.
    fn middle(&mut self, [left, left_end]: [isize; 2], [right, right_end]: [isize; 2]) -> [isize; 2] {
        let base = self.right.len() as isize + 1;
        let slot = |diagonal: isize| (diagonal + base) as usize;
        let [lowest, highest] = [left - right_end, left_end - right];
        let [start, end] = [left - right, left_end - right_end];
        let odd = (start - end) % 2 != 0;
        // The diagonals that each search has reached.
        let [mut low, mut high] = [start, start];
        let [mut end_low, mut end_high] = [end, end];
        self.forward[slot(start)] = left;
        self.backward[slot(end)] = left_end;
        for changes in 1.. {
            if low > lowest {
                low -= 1;
                self.forward[slot(low - 1)] = -1;
            } else {
                low += 1;
            }
            if high < highest {
                high += 1;
                self.forward[slot(high + 1)] = -1;
            } else {
                high -= 1;
            }
            let mut diagonal = high;
            while diagonal >= low {
                let [below, above] = [self.forward[slot(diagonal - 1)], self.forward[slot(diagonal + 1)]];
                let mut x = if below < above { above } else { below + 1 };
                while x < left_end && x - diagonal < right_end && self.equal(x, x - diagonal) {
                    x += 1;
                }
                self.forward[slot(diagonal)] = x;
                if odd && (end_low..=end_high).contains(&diagonal) && self.backward[slot(diagonal)] <= x {
                    return [x, x - diagonal];
                }
                diagonal -= 2;
            }
            if end_low > lowest {
                end_low -= 1;
                self.backward[slot(end_low - 1)] = isize::MAX;
            } else {
                end_low += 1;
            }
            if end_high < highest {
                end_high += 1;
                self.backward[slot(end_high + 1)] = isize::MAX;
            } else {
                end_high -= 1;
            }
            let mut diagonal = end_high;
            while diagonal >= end_low {
                let [below, above] = [self.backward[slot(diagonal - 1)], self.backward[slot(diagonal + 1)]];
                let mut x = if below < above { below } else { above - 1 };
                while x > left && x - diagonal > right && self.equal(x - 1, x - diagonal - 1) {
                    x -= 1;
                }
                self.backward[slot(diagonal)] = x;
                if !odd && (low..=high).contains(&diagonal) && x <= self.forward[slot(diagonal)] {
                    return [x, x - diagonal];
                }
                diagonal -= 2;
            }
            if changes >= self.patience {
                return self.furthest([low, high], [left_end, right_end]);
            }
        }
        unreachable!("two searches meet")
    }

    /// The point on the diagonals at which the search from the beginning has come furthest.
    fn furthest(&self, [low, high]: [isize; 2], [left_end, right_end]: [isize; 2]) -> [isize; 2] {
        let base = self.right.len() as isize + 1;
        let points = (low..=high).step_by(2).map(|diagonal| {
            let x = self.forward[(diagonal + base) as usize].min(left_end).min(right_end + diagonal);
            [x, x - diagonal]
        });
        points.max_by_key(|[x, y]| x + y).expect("a search has diagonals")
    }
}

/// Between which of the elements that stay there are changes: a gap before each, and one behind the last.
fn gaps(changed: &[bool]) -> Vec<bool> {
    let mut gaps = vec![false];
    for &changed in changed {
        if changed {
            *gaps.last_mut().expect("there is one") = true;
        } else {
            gaps.push(false);
        }
    }
    gaps
}

/// Moves each run of changes down as far as that is the same change, or to the last place where the other side has
/// one, too; runs that touch become one. So the end of a block that was added is the end that people see.
fn slide<T: PartialEq>(items: &[T], changed: &mut [bool], other_gaps: &[bool]) {
    let (mut at, mut gap) = (0, 0);
    while at < items.len() {
        if !changed[at] {
            at += 1;
            gap += 1;
            continue;
        }
        let (mut start, mut end) = (at, at);
        while end < items.len() && changed[end] {
            end += 1;
        }
        loop {
            let length = end - start;
            while start > 0 && items[start - 1] == items[end - 1] {
                start -= 1;
                end -= 1;
                gap -= 1;
                changed[start] = true;
                changed[end] = false;
                while start > 0 && changed[start - 1] {
                    start -= 1;
                }
            }
            let mut beside = if other_gaps[gap] { Some(end) } else { None };
            while end < items.len() && items[start] == items[end] {
                changed[start] = false;
                changed[end] = true;
                start += 1;
                end += 1;
                gap += 1;
                while end < items.len() && changed[end] {
                    end += 1;
                }
                if other_gaps[gap] {
                    beside = Some(end);
                }
            }
            if end - start > length {
                continue;
            }
            while beside.is_some_and(|beside| beside < end) {
                start -= 1;
                end -= 1;
                gap -= 1;
                changed[start] = true;
                changed[end] = false;
            }
            break;
        }
        at = end;
    }
}
