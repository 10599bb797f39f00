//! Faces for those who have no camera: a head and shoulders in a few colours, the same for a name every time.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use super::random::Sequence;
use crate::error::{AppError, Result};
use crate::images::{self, PHOTO_SIDE, Processed, Purpose};

/// Drawn larger and made small like any upload, which smooths the edges.
const SIDE: u32 = PHOTO_SIDE * 3 / 2;

type Colour = [f64; 3];

const BACKGROUNDS: [(Colour, Colour); 8] = [
    ([94.0, 129.0, 172.0], [136.0, 192.0, 208.0]),
    ([163.0, 190.0, 140.0], [94.0, 150.0, 122.0]),
    ([208.0, 135.0, 112.0], [235.0, 203.0, 139.0]),
    ([180.0, 142.0, 173.0], [120.0, 110.0, 170.0]),
    ([76.0, 86.0, 106.0], [129.0, 161.0, 193.0]),
    ([235.0, 203.0, 139.0], [208.0, 165.0, 112.0]),
    ([143.0, 188.0, 187.0], [84.0, 133.0, 150.0]),
    ([220.0, 170.0, 170.0], [191.0, 110.0, 120.0]),
];
const SKINS: [Colour; 6] = [
    [255.0, 219.0, 190.0],
    [241.0, 194.0, 155.0],
    [224.0, 172.0, 125.0],
    [198.0, 134.0, 88.0],
    [141.0, 90.0, 55.0],
    [98.0, 62.0, 42.0],
];
const HAIRS: [Colour; 7] = [
    [38.0, 30.0, 28.0],
    [74.0, 48.0, 34.0],
    [120.0, 78.0, 46.0],
    [176.0, 122.0, 64.0],
    [214.0, 178.0, 110.0],
    [150.0, 66.0, 44.0],
    [190.0, 190.0, 194.0],
];
const CLOTHES: [Colour; 7] = [
    [46.0, 64.0, 88.0],
    [120.0, 50.0, 62.0],
    [58.0, 104.0, 88.0],
    [232.0, 226.0, 214.0],
    [88.0, 72.0, 120.0],
    [200.0, 140.0, 60.0],
    [60.0, 60.0, 66.0],
];

/// A face for each of these names, drawn on several cores at once.
///
/// # Errors
/// When a picture cannot be made, which cannot be.
pub(super) fn portraits(names: &[(usize, &str)]) -> Result<Vec<(usize, Processed)>> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let drawn = |part: &[(usize, &str)]| -> Result<Vec<(usize, Processed)>> {
        part.iter().map(|(place, name)| Ok((*place, portrait(name)?))).collect()
    };
    let parts: Vec<Result<Vec<(usize, Processed)>>> = std::thread::scope(|scope| {
        let part = names.len().div_ceil(cores).max(1);
        let hands: Vec<_> = names.chunks(part).map(|part| scope.spawn(move || drawn(part))).collect();
        let failed = |_| Err(AppError::internal("a face was not drawn"));
        hands.into_iter().map(|hand| hand.join().unwrap_or_else(failed)).collect()
    });
    Ok(parts.into_iter().collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// A face as it is stored and served.
///
/// # Errors
/// When the picture cannot be made, which cannot be.
fn portrait(name: &str) -> Result<Processed> {
    let face = Face::of(name);
    let picture = RgbImage::from_fn(SIDE, SIDE, |x, y| {
        let scaled = |at: u32| (f64::from(at) + 0.5) / f64::from(SIDE);
        Rgb(face.at(scaled(x), scaled(y)).map(channel))
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).map_err(AppError::internal)?;
    images::process(&bytes.into_inner(), Purpose::Photo).map_err(AppError::internal)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
fn channel(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

struct Face {
    background: (Colour, Colour),
    skin: Colour,
    hair: Colour,
    clothes: Colour,
    /// Where the hair ends beside the head: at the ears, or at the shoulders.
    hair_to: f64,
    /// How far the hair comes into the forehead.
    fringe: f64,
    /// Half the width of the head.
    width: f64,
}

impl Face {
    fn of(name: &str) -> Self {
        let mut sequence = Sequence::of(name);
        let grey = [128.0; 3];
        Self {
            background: sequence.pick(&BACKGROUNDS).copied().unwrap_or((grey, grey)),
            skin: sequence.pick(&SKINS).copied().unwrap_or(grey),
            hair: sequence.pick(&HAIRS).copied().unwrap_or(grey),
            clothes: sequence.pick(&CLOTHES).copied().unwrap_or(grey),
            hair_to: sequence.pick(&[0.42, 0.48, 0.70]).copied().unwrap_or(0.42),
            fringe: 0.05 + 0.06 * sequence.fraction(),
            width: 0.155 + 0.02 * sequence.fraction(),
        }
    }

    /// The colour at a place; both from 0 to 1, down and to the right.
    fn at(&self, x: f64, y: f64) -> Colour {
        let (across, down) = (x - 0.5, y - 0.42);
        let head = within(across, down, self.width, 0.2);
        let crown = within(across, down + 0.035, self.width + 0.035, 0.215);
        let beside = across.abs() < self.width + 0.03 && (0.42..self.hair_to).contains(&y);
        let neck = across.abs() < 0.065 && (0.55..0.72).contains(&y);
        let shoulders = within(across, y - 1.02, 0.36, 0.34);
        if head && down > self.fringe - 0.2 + across * 0.12 {
            self.skin
        } else if crown && (y < 0.42 || beside) || head {
            self.hair
        } else if neck && !shoulders {
            self.skin.map(|part| part * 0.9)
        } else if beside {
            self.hair
        } else if shoulders {
            self.clothes
        } else {
            let (from, to) = self.background;
            let share = (x + y) / 2.0;
            std::array::from_fn(|part| from[part] + (to[part] - from[part]) * share)
        }
    }
}

/// Inside an ellipse around the origin.
fn within(x: f64, y: f64, half_width: f64, half_height: f64) -> bool {
    (x / half_width).powi(2) + (y / half_height).powi(2) <= 1.0
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_face_is_the_same_every_time_and_not_another_s() {
        let face = portrait("ruta").unwrap();
        assert_eq!((face.width, face.height, face.ext), (PHOTO_SIDE, PHOTO_SIDE, "png"));
        assert!(face.bytes == portrait("ruta").unwrap().bytes);
        assert!(face.bytes != portrait("imran").unwrap().bytes);
    }
}
