use image::codecs::gif::GifEncoder;
use image::codecs::webp::WebPEncoder;
use image::{Frame, ImageEncoder, Luma, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

const RED: Rgb<u8> = Rgb([220, 20, 20]);
const BLUE: Rgb<u8> = Rgb([20, 20, 220]);

/// Red on the left, blue on the right.
fn flag(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { RED } else { BLUE })
}

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn post(bytes: &[u8]) -> Result<Processed, ImageError> {
    process(bytes, Purpose::Post)
}

fn pixels(processed: &Processed) -> DynamicImage {
    let picture = image::load_from_memory(&processed.bytes).unwrap();
    assert_eq!((picture.width(), picture.height()), (processed.width, processed.height));
    picture
}

fn is_red(picture: &DynamicImage, x: u32, y: u32) -> bool {
    let [red, _, blue] = picture.to_rgb8().get_pixel(x, y).0;
    red > 150 && blue < 100
}

/// Big-endian TIFF as EXIF holds it: the orientation, and a GPS directory with a latitude.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    tiff.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]);
    tiff.extend([0, 0, 0, 0]);
    tiff.extend([0, 1, 0, 1, 0, 2, 0, 0, 0, 2, b'N', 0, 0, 0, 0, 0, 0, 0]);
    tiff.extend(b"GPSLatitude 54.6872N");
    tiff
}

/// A JPEG with this segment behind its start marker.
fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, content, &jpeg[2..]].concat()
}

fn photo_with_exif(orientation: u8) -> Vec<u8> {
    let jpeg = encoded(flag(40, 20), ImageFormat::Jpeg);
    with_segment(&jpeg, 0xe1, &[b"Exif\0\0", exif(orientation).as_slice()].concat())
}

/// A PNG chunk with its checksum.
fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let checked = [kind.as_slice(), content].concat();
    let crc = checked.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    });
    let length = u32::try_from(content.len()).unwrap();
    [&length.to_be_bytes(), checked.as_slice(), &(!crc).to_be_bytes()].concat()
}

fn png_of_size(width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".as_slice(), &chunk(b"IHDR", &header), &chunk(b"IDAT", &[0x78, 0x9c]), &chunk(b"IEND", &[])]
        .concat()
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn each_format_has_its_output() {
    let opaque = || DynamicImage::from(flag(40, 20));
    let lossy_webp = include_bytes!("lossy.webp");
    for (bytes, ext) in [
        (encoded(opaque(), ImageFormat::Png), "png"),
        (encoded(opaque(), ImageFormat::Jpeg), "jpg"),
        (encoded(opaque(), ImageFormat::Gif), "png"),
        (encoded(opaque(), ImageFormat::WebP), "png"),
        (lossy_webp.to_vec(), "jpg"),
    ] {
        let processed = post(&bytes).unwrap();
        assert_eq!(processed.ext, ext, "{processed:?}");
        let mime = if ext == "jpg" { "image/jpeg" } else { "image/png" };
        assert_eq!(processed.mime, mime);
        assert_eq!((processed.width, processed.height), (40, 20));
        let picture = pixels(&processed);
        assert!(is_red(&picture, 2, 10) && !is_red(&picture, 37, 10), "{processed:?}");
    }
}

#[test]
fn the_picture_is_turned_as_the_camera_says() {
    // Where the red half is once turned: left, right, right, left, top, top, bottom, bottom.
    for (orientation, size, red, blue) in [
        (1, (40, 20), (3, 10), (36, 10)),
        (2, (40, 20), (36, 10), (3, 10)),
        (3, (40, 20), (36, 10), (3, 10)),
        (4, (40, 20), (3, 10), (36, 10)),
        (5, (20, 40), (10, 3), (10, 36)),
        (6, (20, 40), (10, 3), (10, 36)),
        (7, (20, 40), (10, 36), (10, 3)),
        (8, (20, 40), (10, 36), (10, 3)),
    ] {
        let processed = post(&photo_with_exif(orientation)).unwrap();
        assert_eq!((processed.width, processed.height), size, "{orientation}");
        let picture = pixels(&processed);
        assert!(is_red(&picture, red.0, red.1), "{orientation}");
        assert!(!is_red(&picture, blue.0, blue.1), "{orientation}");
    }
}

#[test]
fn metadata_and_stowaways_are_gone() {
    let jpeg = with_segment(&photo_with_exif(6), 0xfe, b"<script>alert(1)</script>");
    let png = {
        let plain = encoded(flag(40, 20), ImageFormat::Png);
        let text = chunk(b"tEXt", b"Comment\0<script>alert(1)</script>");
        let exif = chunk(b"eXIf", &exif(1));
        // Behind the signature and the 25 bytes of IHDR.
        [&plain[..33], &text, &exif, &plain[33..]].concat()
    };
    for mut bytes in [jpeg, png] {
        bytes.extend(b"PK\x03\x04<script>alert(1)</script>");
        assert!(contains(&bytes, b"GPSLatitude"), "the control");
        let processed = post(&bytes).unwrap();
        for trace in [&b"GPSLatitude"[..], b"Exif", b"eXIf", b"<script", b"PK\x03\x04"] {
            assert!(!contains(&processed.bytes, trace), "{processed:?}");
        }
    }
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    let start = std::time::Instant::now();
    let (width, height) = (60_000, 60_000);
    let too_many = Err(ImageError::TooManyPixels { width, height });
    assert_eq!(post(&png_of_size(width, height)), too_many);

    let mut jpeg = encoded(flag(40, 20), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    assert_eq!(post(&jpeg), too_many);

    let mut gif = encoded(flag(40, 20), ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[0x60, 0xea, 0x60, 0xea]);
    assert_eq!(post(&gif), too_many);

    let mut webp = encoded(flag(40, 20), ImageFormat::WebP);
    // 14 bits each of width and height, less one.
    webp[21..25].copy_from_slice(&[0xfe, 0xbf, 0xff, 0x0f]);
    let (width, height) = (16_383, 16_383);
    let too_many = Err(ImageError::TooManyPixels { width, height });
    assert_eq!(post(&webp), too_many);

    assert_eq!(post(&png_of_size(u32::MAX, u32::MAX)), Err(ImageError::Damaged));
    assert!(start.elapsed().as_millis() < 500, "{:?}", start.elapsed());
}

#[test]
fn a_bomb_inside_a_small_canvas_is_refused() {
    let mut webp = include_bytes!("lossy.webp").to_vec();
    let frame = webp.windows(3).position(|w| w == [0x9d, 0x01, 0x2a]).unwrap();
    webp[frame + 3..frame + 7].copy_from_slice(&[0xff, 0x3f, 0xff, 0x3f]);
    let (width, height) = (16_383, 16_383);
    assert_eq!(post(&webp), Err(ImageError::TooManyPixels { width, height }));

    let mut gif = encoded(flag(40, 20), ImageFormat::Gif);
    let frame = gif.windows(9).position(|w| w == [0x2c, 0, 0, 0, 0, 40, 0, 20, 0]).unwrap();
    gif[frame + 5..frame + 9].copy_from_slice(&[0x60, 0xea, 0x60, 0xea]);
    let (width, height) = (40, 20);
    assert_eq!(post(&gif), Err(ImageError::TooManyPixels { width, height }));
}

#[test]
fn a_small_file_of_many_pixels_is_bounded() {
    let flat = encoded(image::GrayImage::from_pixel(5_001, 5_000, Luma([7])), ImageFormat::Png);
    assert!(flat.len() < 1 << 20, "the control: small as a file");
    let (width, height) = (5_001, 5_000);
    assert_eq!(post(&flat), Err(ImageError::TooManyPixels { width, height }));
}

#[test]
fn too_many_bytes_are_refused_before_anything_else() {
    let bytes = vec![0; MAX_BYTES + 1];
    assert_eq!(post(&bytes), Err(ImageError::TooManyBytes));
    assert_eq!(post(&bytes[..MAX_BYTES]), Err(ImageError::Unsupported));
}

#[test]
fn what_is_no_picture_is_refused() {
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let with_prefix = [b"\xef\xbb\xbf<?xml version=\"1.0\"?>".as_slice(), svg].concat();
    for bytes in [
        &b""[..],
        b"\x89PNG",
        b"RIFF\0\0\0\0WAVE",
        b"BM\x36\0\0\0",
        b"II\x2a\0\x08\0\0\0",
        b"GIF88a",
        b"%PDF-1.7",
        b"<html>",
        svg,
        &with_prefix,
    ] {
        assert_eq!(post(bytes), Err(ImageError::Unsupported), "{}", bytes.escape_ascii());
    }
    let in_disguise = [b"\x89PNG\r\n\x1a\n".as_slice(), svg].concat();
    assert_eq!(post(&in_disguise), Err(ImageError::Damaged));
}

#[test]
fn a_file_that_ends_early_is_damaged() {
    let noise = RgbImage::from_fn(64, 64, |x, y| Rgb([(x * y) as u8, (x * 7) as u8, (y * 13) as u8]));
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        let whole = encoded(noise.clone(), format);
        assert!(post(&whole).is_ok(), "{format:?}");
        for length in [20, whole.len() / 4, whole.len() / 2, whole.len() * 3 / 4] {
            let outcome = post(&whole[..length]);
            assert_eq!(outcome, Err(ImageError::Damaged), "{format:?} cut at {length}");
        }
    }
}

#[test]
fn flipped_bytes_never_panic() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        let whole = encoded(flag(40, 20), format);
        for at in 0..whole.len() {
            let mut broken = whole.clone();
            broken[at] ^= 0xff;
            if let Ok(processed) = post(&broken) {
                assert!(u64::from(processed.width) * u64::from(processed.height) <= MAX_PIXELS);
            }
        }
    }
}

#[test]
fn transparency_is_kept() {
    let glass = RgbaImage::from_fn(40, 20, |x, _| Rgba([200, 0, 0, if x < 20 { 0 } else { 128 }]));
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        for purpose in [Purpose::Post, Purpose::Photo] {
            let processed = process(&encoded(glass.clone(), format), purpose).unwrap();
            assert_eq!(processed.ext, "png");
            let picture = pixels(&processed).to_rgba8();
            let (right, middle) = (picture.width() - 1, picture.height() / 2);
            assert_eq!(picture.get_pixel(0, middle).0[3], 0);
            assert_eq!(picture.get_pixel(right, middle).0[3], 128);
        }
    }
}

#[test]
fn sizes_are_bounded() {
    for ((width, height), post_size) in [
        ((1, 1), (1, 1)),
        ((2_000, 10), (2_000, 10)),
        ((2_001, 10), (2_000, 9)),
        ((4_000, 1), (2_000, 1)),
        ((1_000, 5_000), (400, 2_000)),
    ] {
        let bytes = encoded(flag(width, height), ImageFormat::Png);
        let processed = post(&bytes).unwrap();
        assert_eq!((processed.width, processed.height), post_size, "{width} × {height}");
        let photo = process(&bytes, Purpose::Photo).unwrap();
        assert_eq!((photo.width, photo.height), (256, 256), "{width} × {height}");
    }
}

#[test]
fn a_photo_is_the_middle_square() {
    // Green at both ends, which the crop leaves out.
    let wide = RgbImage::from_fn(900, 300, |x, _| match x {
        300..450 => RED,
        450..600 => BLUE,
        _ => Rgb([20, 220, 20]),
    });
    let photo = process(&encoded(wide, ImageFormat::Jpeg), Purpose::Photo).unwrap();
    let picture = pixels(&photo);
    assert!(is_red(&picture, 20, 128) && !is_red(&picture, 236, 128));
    let green = picture.to_rgb8().pixels().filter(|p| p.0[1] > 120).count();
    assert_eq!(green, 0);
}

#[test]
fn deep_and_grey_pictures_become_eight_bits() {
    let deep = image::ImageBuffer::from_pixel(8, 8, Rgb([65_535_u16, 0, 0]));
    let processed = post(&encoded(DynamicImage::ImageRgb16(deep), ImageFormat::Png)).unwrap();
    assert!(matches!(pixels(&processed), DynamicImage::ImageRgb8(_)));
    let grey = image::GrayImage::from_pixel(8, 8, Luma([100]));
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        let processed = post(&encoded(grey.clone(), format)).unwrap();
        assert!(matches!(pixels(&processed), DynamicImage::ImageLuma8(_)), "{format:?}");
    }
}

#[test]
fn of_an_animation_the_first_frame_stays() {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for colour in [RED, BLUE, BLUE] {
        let [r, g, b] = colour.0;
        let frame = RgbaImage::from_pixel(10, 10, Rgba([r, g, b, 255]));
        encoder.encode_frame(Frame::new(frame)).unwrap();
    }
    drop(encoder);
    let processed = post(&bytes).unwrap();
    assert_eq!(processed.mime, "image/png");
    assert!(is_red(&pixels(&processed), 5, 5));
}

#[test]
fn webp_metadata_turns_and_goes() {
    let mut bytes = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut bytes);
    encoder.set_exif_metadata(exif(6)).unwrap();
    let picture = flag(40, 20);
    encoder.encode(picture.as_raw(), 40, 20, image::ExtendedColorType::Rgb8).unwrap();
    assert!(contains(&bytes, b"GPSLatitude"), "the control");
    let processed = post(&bytes).unwrap();
    assert_eq!((processed.width, processed.height), (20, 40));
    assert!(!contains(&processed.bytes, b"GPSLatitude"));
}
