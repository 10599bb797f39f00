//! Uploaded pictures: recognised, bounded, and made anew (R27).
//!
//! Nothing of the file that came is kept: it is decoded to pixels and encoded again, so places,
//! camera names, comments, colour profiles and whatever was hidden behind the picture are gone.
//! Of an animation the first frame is kept, as a PNG.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::error::{AppError, Invalid};
use crate::i18n::Arg;
use crate::message::Message;

/// Most bytes of an upload.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;
/// Most pixels of an upload.
pub const MAX_PIXELS: u64 = 25_000_000;
/// Longest side of a picture in a post, in pixels.
pub const POST_SIDE: u32 = 2_000;
/// Side of a profile photo, in pixels.
pub const PHOTO_SIDE: u32 = 256;

/// Most bytes that a decoder may take: 25 megapixels of four bytes, and room to work.
const MAX_MEMORY: u64 = 128 * 1024 * 1024;
const JPEG_QUALITY: u8 = 82;

/// What a picture is for, which decides its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Keeps its shape, at most 2,000 pixels on the longer side.
    Post,
    /// The middle square, 256 × 256 pixels.
    Photo,
}

/// A picture as it is stored and served.
#[derive(Clone, PartialEq, Eq)]
pub struct Processed {
    /// `image/png` or `image/jpeg`.
    pub mime: &'static str,
    /// `png` or `jpg`.
    pub ext: &'static str,
    /// The whole file.
    pub bytes: Vec<u8>,
    /// In pixels, as shown.
    pub width: u32,
    /// In pixels, as shown.
    pub height: u32,
}

/// Why a picture is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.key())]
#[expect(missing_docs, reason = "each variant is the sentence of its key in images.ftl")]
pub enum ImageError {
    TooManyBytes,
    TooManyPixels { width: u32, height: u32 },
    Unsupported,
    Damaged,
}

impl ImageError {
    /// The Fluent key of the sentence for the person.
    pub fn key(self) -> &'static str {
        match self {
            ImageError::TooManyBytes => "images-too-many-bytes",
            ImageError::TooManyPixels { .. } => "images-too-many-pixels",
            ImageError::Unsupported => "images-unsupported",
            ImageError::Damaged => "images-damaged",
        }
    }

    /// The arguments of that sentence.
    pub fn args(self) -> Vec<(&'static str, Arg<'static>)> {
        match self {
            ImageError::TooManyBytes => vec![("megabytes", (MAX_BYTES / (1024 * 1024)).into())],
            ImageError::TooManyPixels { width, height } => {
                vec![("megapixels", Arg::Number(25)), ("width", width.into()), ("height", height.into())]
            }
            ImageError::Unsupported | ImageError::Damaged => vec![],
        }
    }
}

impl From<ImageError> for Message {
    fn from(error: ImageError) -> Self {
        Self { key: error.key(), args: error.args() }
    }
}

impl From<ImageError> for AppError {
    /// What is wrong with the file, said beside the form's field `file`.
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::TooManyBytes => Self::FileTooLarge { max_bytes: MAX_BYTES },
            ImageError::Unsupported => Self::Unsupported,
            ImageError::TooManyPixels { .. } | ImageError::Damaged => Invalid::field("file", error.into()).into(),
        }
    }
}

/// Makes an upload into a picture that can be served: JPEG for what came as a photograph (JPEG,
/// lossy WebP) and has no transparency, PNG for the rest.
///
/// The format is told from the first bytes alone; names and types that a browser sends are not
/// asked. Takes up to seconds and some 300 MB for the largest pictures: call it off the async
/// threads, and a few at once.
///
/// # Errors
///
/// Over 5 MiB or 25 megapixels (told from the header, before anything is decoded), not a PNG,
/// JPEG, WebP or GIF, or damaged.
pub fn process(bytes: &[u8], purpose: Purpose) -> Result<Processed, ImageError> {
    if bytes.len() > MAX_BYTES {
        return Err(ImageError::TooManyBytes);
    }
    let format = recognise(bytes)?;
    if format == ImageFormat::Jpeg && !is_whole_jpeg(bytes) {
        return Err(ImageError::Damaged);
    }
    let (picture, orientation) = decode(bytes, format)?;
    let mut picture = resize(picture, purpose);
    // Turned last: it is the same picture, and fewer pixels move.
    picture.apply_orientation(orientation);
    encode(&picture, is_photograph(bytes, format))
}

fn recognise(bytes: &[u8]) -> Result<ImageFormat, ImageError> {
    let formats = [
        (ImageFormat::Png, &b"\x89PNG\r\n\x1a\n"[..]),
        (ImageFormat::Jpeg, b"\xff\xd8\xff"),
        (ImageFormat::Gif, b"GIF87a"),
        (ImageFormat::Gif, b"GIF89a"),
    ];
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok(ImageFormat::WebP);
    }
    formats
        .into_iter()
        .find_map(|(format, magic)| bytes.starts_with(magic).then_some(format))
        .ok_or(ImageError::Unsupported)
}

/// Whether the file was compressed as a photograph is, so that JPEG suits it.
fn is_photograph(bytes: &[u8], format: ImageFormat) -> bool {
    let lossless_webp = || bytes.get(12..16) == Some(b"VP8L");
    format == ImageFormat::Jpeg || (format == ImageFormat::WebP && !lossless_webp())
}

/// Whether the end marker stands behind the first scan. The decoder fills what is missing with
/// grey, so a broken upload would pass for a picture.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[0xff, marker, high, low]) = bytes.get(at..at + 4) {
        match marker {
            0xff => at += 1,
            // Within a scan, 0xff is always followed by something else.
            0xda => return bytes[at..].windows(2).any(|pair| pair == [0xff, 0xd9]),
            _ => at += 2 + usize::from(u16::from_be_bytes([high, low])),
        }
    }
    false
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<(DynamicImage, image::metadata::Orientation), ImageError> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refusal)?;
    let (width, height) = decoder.dimensions();
    check_pixels(width, height)?;
    if format == ImageFormat::WebP {
        check_lossy_frames(bytes)?;
    }
    // Metadata that cannot be read is no reason to refuse the picture.
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| {
        if matches!(error, image::ImageError::Limits(_)) {
            return ImageError::TooManyPixels { width, height };
        }
        refusal(error)
    })?;
    Ok((picture, orientation))
}

fn check_pixels(width: u32, height: u32) -> Result<(), ImageError> {
    match u64::from(width) * u64::from(height) {
        0 => Err(ImageError::Damaged),
        1..=MAX_PIXELS => Ok(()),
        _ => Err(ImageError::TooManyPixels { width, height }),
    }
}

/// A lossy WebP frame says its size once more, and the decoder believes that one first: a small
/// canvas could hide a frame of 16,383 × 16,383.
fn check_lossy_frames(bytes: &[u8]) -> Result<(), ImageError> {
    for window in bytes.windows(18) {
        // Name, length and frame tag stand before the start code; 14 bits each follow it.
        if let [b'V', b'P', b'8', b' ', _, _, _, _, _, _, _, 0x9d, 0x01, 0x2a, size @ ..] = window
            && let &[width, more_width, height, more_height] = size
        {
            let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
            check_pixels(side(width, more_width), side(height, more_height))?;
        }
    }
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of map_err")]
fn refusal(error: image::ImageError) -> ImageError {
    tracing::debug!(%error, "picture refused");
    ImageError::Damaged
}

fn resize(picture: DynamicImage, purpose: Purpose) -> DynamicImage {
    let (width, height) = (picture.width(), picture.height());
    match purpose {
        Purpose::Post => {
            let longest = width.max(height);
            if longest <= POST_SIDE {
                return picture;
            }
            let side = |pixels: u32| {
                let scaled = u64::from(pixels) * u64::from(POST_SIDE) / u64::from(longest);
                u32::try_from(scaled.max(1)).unwrap_or(POST_SIDE)
            };
            shrink(picture, side(width), side(height))
        }
        Purpose::Photo => {
            let side = width.min(height);
            let square = picture.crop_imm((width - side) / 2, (height - side) / 2, side, side);
            shrink(square, PHOTO_SIDE, PHOTO_SIDE)
        }
    }
}

/// Averages to twice the size first: Lanczos over a large picture takes sixteen bytes a pixel.
fn shrink(picture: DynamicImage, width: u32, height: u32) -> DynamicImage {
    let (twice_width, twice_height) = (width.saturating_mul(2), height.saturating_mul(2));
    let near = if picture.width() > twice_width && picture.height() > twice_height {
        picture.thumbnail_exact(twice_width, twice_height)
    } else {
        picture
    };
    near.resize_exact(width, height, FilterType::Lanczos3)
}

fn encode(picture: &DynamicImage, photograph: bool) -> Result<Processed, ImageError> {
    let mut bytes = Vec::new();
    let has_alpha = picture.color().has_alpha();
    let jpeg = photograph && !has_alpha;
    // Eight bits a channel: what a screen shows, and half the size.
    let picture = match (picture.color().has_color(), has_alpha) {
        (_, true) => DynamicImage::ImageRgba8(picture.to_rgba8()),
        (true, false) => DynamicImage::ImageRgb8(picture.to_rgb8()),
        (false, false) => DynamicImage::ImageLuma8(picture.to_luma8()),
    };
    let written = if jpeg {
        picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY))
    } else {
        let (compression, filter) = (CompressionType::Default, PngFilter::Adaptive);
        picture.write_with_encoder(PngEncoder::new_with_quality(&mut bytes, compression, filter))
    };
    written.map_err(refusal)?;
    let (mime, ext) = if jpeg { ("image/jpeg", "jpg") } else { ("image/png", "png") };
    Ok(Processed { mime, ext, bytes, width: picture.width(), height: picture.height() })
}

impl std::fmt::Debug for Processed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (width, height) = (self.width, self.height);
        write!(f, "{} {width}×{height}, {} bytes", self.mime, self.bytes.len())
    }
}

#[cfg(test)]
mod tests;
