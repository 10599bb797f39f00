//! A member as every page shows one.

use serde::Serialize;

use crate::ids::UserId;

/// A member as every page shows one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberView {
    /// Unique name.
    pub handle: String,
    /// Shown name.
    pub name: String,
    /// One or two letters, where there is no photo.
    pub initials: String,
    /// Colour of the letters' ground, 1 to 6.
    pub av: i64,
    /// Address of the photo, or empty.
    pub photo: String,
    /// An employee.
    pub staff: bool,
    /// Their job, for staff.
    pub job_title: String,
    /// A member with a proven record.
    pub super_user: bool,
    /// The profile's address.
    pub url: String,
}

/// A member for a page, from what a store has loaded. Staff show their job title, others none.
#[must_use]
pub fn member_view(
    id: UserId,
    handle: String,
    name: String,
    photo: &str,
    staff: bool,
    job_title: String,
) -> MemberView {
    MemberView {
        url: format!("/members/{}", url::form_urlencoded::byte_serialize(handle.as_bytes()).collect::<String>()),
        initials: initials(&name),
        av: id.0.rem_euclid(6) + 1,
        photo: if photo.is_empty() { String::new() } else { format!("/images/{photo}") },
        staff,
        job_title: if staff { job_title } else { String::new() },
        super_user: false,
        handle,
        name,
    }
}

impl MemberView {
    /// The same with the badge of a super-user beside the name. Employees have their own.
    #[must_use]
    pub const fn super_user(mut self, is_super: bool) -> Self {
        self.super_user = is_super && !self.staff;
        self
    }
}

/// The first letters of the first and the last word of a name.
#[must_use]
pub fn initials(name: &str) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    let words: Vec<&str> = name.split_whitespace().collect();
    let first = |word: &&str| word.graphemes(true).next().map(str::to_uppercase);
    match words.as_slice() {
        [] => "?".into(),
        [only] => first(only).unwrap_or_default(),
        [one, .., last] => first(one).unwrap_or_default() + &first(last).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_whole_letters_of_any_script() {
        assert_eq!(initials("Rūta Žukauskaitė"), "RŽ");
        assert_eq!(initials("наталья"), "Н");
        assert_eq!(initials("Anna van der Berg"), "AB");
        assert_eq!(initials("  "), "?");
    }
}
