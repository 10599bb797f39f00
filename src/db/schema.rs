//! The tables as diesel sees them: the same for SQLite and PostgreSQL (a test compares both with this file).

#![allow(missing_docs, reason = "each column is described by its migration")]

diesel::table! {
    users (id) {
        id -> BigInt,
        handle -> Text,
        handle_key -> Text,
        display_name -> Text,
        email -> Nullable<Text>,
        email_key -> Nullable<Text>,
        email_verified_at -> Nullable<BigInt>,
        password_hash -> Nullable<Text>,
        is_moderator -> Bool,
        is_staff -> Bool,
        is_admin -> Bool,
        real_name -> Text,
        job_title -> Text,
        photo -> Text,
        bio -> Text,
        bio_html -> Text,
        created_at -> BigInt,
        suspended_until -> Nullable<BigInt>,
        suspended_reason -> Text,
        questions_count -> BigInt,
        answers_count -> BigInt,
        accepted_count -> BigInt,
        imported -> Bool,
        follow_asked -> Bool,
        follow_answered -> Bool,
        follow_me_too -> Bool,
        follow_voted -> Bool,
        reputation -> BigInt,
        is_super -> Bool,
    }
}

diesel::table! {
    sessions (id) {
        id -> BigInt,
        token_hash -> Text,
        user_id -> BigInt,
        created_at -> BigInt,
        seen_at -> BigInt,
        expires_at -> BigInt,
        reauth_at -> BigInt,
        ip -> Text,
        agent -> Text,
    }
}

diesel::table! {
    tokens (id) {
        id -> BigInt,
        purpose -> Text,
        user_id -> Nullable<BigInt>,
        hash -> Text,
        email -> Nullable<Text>,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    attempts (id) {
        id -> BigInt,
        kind -> Text,
        subject -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    groups (id) {
        id -> BigInt,
        slug -> Text,
        name -> Text,
        description -> Text,
        builtin -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    group_members (group_id, user_id) {
        group_id -> BigInt,
        user_id -> BigInt,
        added_at -> BigInt,
    }
}

diesel::table! {
    settings (key) {
        key -> Text,
        value -> Text,
        updated_at -> BigInt,
    }
}

diesel::table! {
    jobs (id) {
        id -> BigInt,
        kind -> Text,
        payload -> Text,
        dedupe -> Nullable<Text>,
        state -> Text,
        attempts -> BigInt,
        run_at -> BigInt,
        last_error -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    schedules (name) {
        name -> Text,
        next_run_at -> BigInt,
    }
}

diesel::table! {
    outbox (id) {
        id -> BigInt,
        dedupe -> Nullable<Text>,
        kind -> Text,
        to_address -> Text,
        to_name -> Text,
        subject -> Text,
        body_text -> Text,
        body_html -> Text,
        message_id -> Text,
        state -> Text,
        created_at -> BigInt,
        sent_at -> Nullable<BigInt>,
        user_id -> Nullable<BigInt>,
        about -> Text,
        thread_id -> Text,
        unsubscribe -> Text,
    }
}

diesel::table! {
    mailboxes (user_id) {
        user_id -> BigInt,
        lang -> Text,
        zone -> Text,
        seen_at -> BigInt,
        off_at -> Nullable<BigInt>,
        off_why -> Text,
        proved_at -> BigInt,
        daily_upto -> BigInt,
        weekly_upto -> BigInt,
        next_digest_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    mail_choices (user_id, about) {
        user_id -> BigInt,
        about -> Text,
        timing -> Text,
    }
}

diesel::table! {
    bounces (digest) {
        digest -> Text,
        email_key -> Text,
        kind -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    audit (id) {
        id -> BigInt,
        actor_id -> Nullable<BigInt>,
        action -> Text,
        subject_kind -> Text,
        subject_id -> BigInt,
        board_id -> BigInt,
        text_digest -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    audit_texts (audit_id) {
        audit_id -> BigInt,
        reason -> Text,
        detail -> Text,
        ip -> Text,
    }
}

diesel::table! {
    import_map (source, kind, foreign_id) {
        source -> Text,
        kind -> Text,
        foreign_id -> Text,
        local_id -> BigInt,
    }
}

diesel::table! {
    submissions (user_id, form_key) {
        user_id -> BigInt,
        form_key -> Text,
        location -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    images (id) {
        id -> BigInt,
        image_key -> Text,
        owner_id -> Nullable<BigInt>,
        mime -> Text,
        width -> BigInt,
        height -> BigInt,
        bytes -> Binary,
        created_at -> BigInt,
    }
}

diesel::table! {
    boards (id) {
        id -> BigInt,
        slug -> Text,
        name -> Text,
        description -> Text,
        kind -> Text,
        hue -> BigInt,
        position -> BigInt,
        restricted -> Bool,
        retired_at -> Nullable<BigInt>,
        topics_count -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    board_changes (id) {
        id -> BigInt,
        board_id -> BigInt,
        change -> BigInt,
    }
}

diesel::table! {
    board_groups (board_id, group_id) {
        board_id -> BigInt,
        group_id -> BigInt,
    }
}

diesel::table! {
    moderator_boards (user_id, board_id) {
        user_id -> BigInt,
        board_id -> BigInt,
    }
}

diesel::table! {
    topics (id) {
        id -> BigInt,
        kind -> Text,
        board_id -> BigInt,
        author_id -> BigInt,
        title -> Text,
        slug -> Text,
        lang -> Text,
        tags -> Text,
        excerpt -> Text,
        state -> Text,
        audience -> BigInt,
        closed_at -> Nullable<BigInt>,
        close_reason -> Text,
        score -> BigInt,
        answers_count -> BigInt,
        accepted_count -> BigInt,
        staff_replied -> Bool,
        metoo_count -> BigInt,
        views -> BigInt,
        first_answer_at -> Nullable<BigInt>,
        created_at -> BigInt,
        updated_at -> BigInt,
        active_at -> BigInt,
        imported -> Bool,
        related_at -> Nullable<BigInt>,
        wiki -> Bool,
    }
}

diesel::table! {
    posts (id) {
        id -> BigInt,
        topic_id -> BigInt,
        audience -> BigInt,
        kind -> Text,
        author_id -> BigInt,
        by_staff -> Bool,
        source -> Text,
        html -> Text,
        ups -> BigInt,
        downs -> BigInt,
        score -> BigInt,
        state -> Text,
        version -> BigInt,
        revisions_count -> BigInt,
        comments_count -> BigInt,
        accepted -> Bool,
        accepted_at -> Nullable<BigInt>,
        accepted_by -> Nullable<BigInt>,
        created_at -> BigInt,
        edited_at -> Nullable<BigInt>,
        abuse_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    revisions (id) {
        id -> BigInt,
        post_id -> BigInt,
        number -> BigInt,
        author_id -> BigInt,
        title -> Nullable<Text>,
        tags -> Nullable<Text>,
        source -> Text,
        reason -> Text,
        created_at -> BigInt,
        suggestion_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    comments (id) {
        id -> BigInt,
        topic_id -> BigInt,
        post_id -> BigInt,
        author_id -> BigInt,
        by_staff -> Bool,
        source -> Text,
        html -> Text,
        ups -> BigInt,
        state -> Text,
        created_at -> BigInt,
        edited_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    tags (id) {
        id -> BigInt,
        slug -> Text,
        description -> Text,
        topics_count -> BigInt,
        created_at -> BigInt,
        source -> Text,
        html -> Text,
    }
}

diesel::table! {
    tag_synonyms (slug) {
        slug -> Text,
        tag_id -> BigInt,
        created_by -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    solved_replies (id) {
        id -> BigInt,
        topic_id -> BigInt,
        browser -> Text,
        user_id -> Nullable<BigInt>,
        round -> BigInt,
        solved -> Bool,
        at -> BigInt,
    }
}

diesel::table! {
    solved_topics (topic_id) {
        topic_id -> BigInt,
        audience -> BigInt,
        state -> Text,
        round -> BigInt,
        yes -> BigInt,
        no -> BigInt,
        stale_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    related_topics (topic_id, position) {
        topic_id -> BigInt,
        position -> BigInt,
        other_id -> BigInt,
    }
}

diesel::table! {
    deflections (day) {
        day -> BigInt,
        clicks -> BigInt,
        asked -> BigInt,
    }
}

diesel::table! {
    saved_search_keys (token, search_id) {
        token -> Text,
        search_id -> BigInt,
    }
}

diesel::table! {
    tag_changes (id) {
        id -> BigInt,
        tag_id -> BigInt,
        change -> BigInt,
    }
}

diesel::table! {
    topic_tags (tag_id, topic_id) {
        tag_id -> BigInt,
        topic_id -> BigInt,
        audience -> BigInt,
        state -> Text,
        closed_at -> Nullable<BigInt>,
        active_at -> BigInt,
        created_at -> BigInt,
        answers_count -> BigInt,
        score -> BigInt,
        kind -> Text,
    }
}

diesel::table! {
    series (id) {
        id -> BigInt,
        slug -> Text,
        title -> Text,
        description -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    articles (topic_id) {
        topic_id -> BigInt,
        audience -> BigInt,
        state -> Text,
        owner_id -> BigInt,
        review_at -> BigInt,
        told_at -> Nullable<BigInt>,
        series_id -> Nullable<BigInt>,
        series_position -> BigInt,
    }
}

diesel::table! {
    article_sources (topic_id, post_id) {
        topic_id -> BigInt,
        post_id -> BigInt,
        question_id -> BigInt,
    }
}

diesel::table! {
    drafts (id) {
        id -> BigInt,
        user_id -> BigInt,
        kind -> Text,
        topic_id -> BigInt,
        board_id -> Nullable<BigInt>,
        title -> Text,
        tags -> Text,
        lang -> Text,
        body -> Text,
        post_when_verified -> Bool,
        updated_at -> BigInt,
    }
}

diesel::table! {
    votes (post_id, user_id) {
        post_id -> BigInt,
        user_id -> BigInt,
        receiver_id -> BigInt,
        value -> BigInt,
        day -> BigInt,
        cast_at -> BigInt,
        imported -> Bool,
        idea_id -> Nullable<BigInt>,
        by_id -> Nullable<BigInt>,
        voided_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    comment_votes (comment_id, user_id) {
        comment_id -> BigInt,
        user_id -> BigInt,
        receiver_id -> BigInt,
        value -> BigInt,
        day -> BigInt,
        cast_at -> BigInt,
    }
}

diesel::table! {
    metoos (topic_id, user_id) {
        topic_id -> BigInt,
        user_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    follows (user_id, subject, subject_id) {
        user_id -> BigInt,
        subject -> Text,
        subject_id -> BigInt,
        level -> Text,
        why -> Text,
        created_at -> BigInt,
        merge_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    blocks (user_id, blocked_id) {
        user_id -> BigInt,
        blocked_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    saved_searches (id) {
        id -> BigInt,
        user_id -> BigInt,
        name -> Text,
        query -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    events (id) {
        id -> BigInt,
        kind -> Text,
        topic_id -> BigInt,
        post_id -> Nullable<BigInt>,
        comment_id -> Nullable<BigInt>,
        actor_id -> Nullable<BigInt>,
        person_id -> Nullable<BigInt>,
        detail -> Text,
        expanded_to -> BigInt,
        at -> BigInt,
        update_id -> Nullable<BigInt>,
        suggestion_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    inbox (id) {
        id -> BigInt,
        user_id -> BigInt,
        event_id -> BigInt,
        topic_id -> BigInt,
        kind -> Text,
        reason -> Text,
        at -> BigInt,
        read_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    inbox_topics (user_id, topic_id) {
        user_id -> BigInt,
        topic_id -> BigInt,
        last_at -> BigInt,
        unread -> Bool,
    }
}

diesel::table! {
    inbox_feeds (user_id) {
        user_id -> BigInt,
        key_hash -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    search_docs (id) {
        id -> BigInt,
        topic_id -> BigInt,
        post_id -> BigInt,
        comment_id -> Nullable<BigInt>,
        is_question -> Bool,
        created_at -> BigInt,
    }
}

diesel::table! {
    search_titles (topic_id) {
        topic_id -> BigInt,
        stems -> Text,
    }
}

diesel::table! {
    search_words (word) {
        word -> Text,
        letters -> BigInt,
        docs -> BigInt,
    }
}

diesel::table! {
    search_changes (id) {
        id -> BigInt,
        change -> BigInt,
        words -> Text,
    }
}

diesel::table! {
    search_misses (day, query) {
        day -> BigInt,
        query -> Text,
        count -> BigInt,
    }
}

diesel::table! {
    statuses (id) {
        id -> BigInt,
        key -> Text,
        name -> Text,
        kind -> Text,
        tone -> Text,
        icon -> Text,
        position -> BigInt,
        retired_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    status_names (status_id, lang) {
        status_id -> BigInt,
        lang -> Text,
        name -> Text,
    }
}

diesel::table! {
    storms (id) {
        id -> BigInt,
        board_id -> BigInt,
        title -> Text,
        slug -> Text,
        source -> Text,
        html -> Text,
        starts_at -> BigInt,
        ends_at -> BigInt,
        author_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    ideas (topic_id) {
        topic_id -> BigInt,
        post_id -> BigInt,
        board_id -> BigInt,
        state -> Text,
        status_id -> BigInt,
        status_kind -> Text,
        heat -> BigInt,
        score -> BigInt,
        split -> BigInt,
        said_at -> BigInt,
        created_at -> BigInt,
        update_id -> Nullable<BigInt>,
        updates_count -> BigInt,
        owner_id -> Nullable<BigInt>,
        next_word_at -> Nullable<BigInt>,
        due_at -> Nullable<BigInt>,
        top_at -> Nullable<BigInt>,
        done_at -> Nullable<BigInt>,
        quarter -> Nullable<BigInt>,
        roadmap_rank -> BigInt,
        storm_id -> Nullable<BigInt>,
        submitted_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    idea_counts (board_id, status_id) {
        board_id -> BigInt,
        status_id -> BigInt,
        ideas_count -> BigInt,
    }
}

diesel::table! {
    idea_changes (id) {
        id -> BigInt,
        board_id -> BigInt,
        status_id -> BigInt,
        change -> BigInt,
    }
}

diesel::table! {
    idea_updates (id) {
        id -> BigInt,
        topic_id -> BigInt,
        status_id -> BigInt,
        author_id -> BigInt,
        owner_id -> Nullable<BigInt>,
        source -> Text,
        html -> Text,
        text_key -> Text,
        next_word_at -> Nullable<BigInt>,
        due_at -> Nullable<BigInt>,
        corrects_id -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    idea_extensions (comment_id) {
        comment_id -> BigInt,
        topic_id -> BigInt,
        by_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    merges (id) {
        id -> BigInt,
        from_id -> BigInt,
        into_id -> BigInt,
        by_id -> BigInt,
        status_before -> BigInt,
        votes_count -> BigInt,
        known_count -> BigInt,
        created_at -> BigInt,
        undone_at -> Nullable<BigInt>,
        undone_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    merged_votes (post_id, user_id, merge_id) {
        post_id -> BigInt,
        user_id -> BigInt,
        merge_id -> BigInt,
        value -> BigInt,
        cast_at -> BigInt,
        idea_id -> BigInt,
    }
}

diesel::table! {
    reputation_events (id) {
        id -> BigInt,
        user_id -> BigInt,
        kind -> Text,
        amount -> BigInt,
        day -> BigInt,
        board_id -> BigInt,
        post_id -> BigInt,
        cause_id -> BigInt,
        number -> BigInt,
        at -> BigInt,
    }
}

diesel::table! {
    reputation_caps (from_day) {
        from_day -> BigInt,
        cap -> BigInt,
    }
}

diesel::table! {
    walks (name, subject) {
        name -> Text,
        subject -> BigInt,
        position -> BigInt,
        done -> BigInt,
        total -> BigInt,
        started_at -> BigInt,
        finished_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    leaders (period, starts, board_id, user_id) {
        period -> Text,
        starts -> BigInt,
        board_id -> BigInt,
        user_id -> BigInt,
        is_staff -> Bool,
        gained -> BigInt,
        accepted -> BigInt,
        helped -> BigInt,
    }
}

diesel::table! {
    badge_awards (user_id, badge) {
        user_id -> BigInt,
        badge -> Text,
        topic_id -> BigInt,
        post_id -> Nullable<BigInt>,
        awarded_at -> BigInt,
    }
}

diesel::table! {
    badge_counts (badge) {
        badge -> Text,
        holders -> BigInt,
    }
}

diesel::table! {
    super_users (user_id) {
        user_id -> BigInt,
        state -> Text,
        answers -> BigInt,
        people -> BigInt,
        since -> BigInt,
        counted_at -> BigInt,
        by_id -> Nullable<BigInt>,
        reason -> Text,
    }
}

diesel::table! {
    suggestions (id) {
        id -> BigInt,
        post_id -> BigInt,
        topic_id -> BigInt,
        audience -> BigInt,
        author_id -> BigInt,
        version -> BigInt,
        title -> Nullable<Text>,
        tags -> Nullable<Text>,
        lang -> Nullable<Text>,
        source -> Text,
        reason -> Text,
        state -> Text,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<BigInt>,
        answer -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    closing_calls (topic_id) {
        topic_id -> BigInt,
        audience -> BigInt,
        wish -> Text,
        votes -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    closing_votes (topic_id, wish, user_id) {
        topic_id -> BigInt,
        user_id -> BigInt,
        wish -> Text,
        reason -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    ledger_accounts (id) {
        id -> BigInt,
        kind -> Text,
        owner -> BigInt,
        balance -> Nullable<BigInt>,
    }
}

diesel::table! {
    ledger_transactions (id) {
        id -> BigInt,
        key -> Text,
        kind -> Text,
        subject -> BigInt,
        month -> BigInt,
        actor_id -> Nullable<BigInt>,
        reason -> Text,
        digest -> Text,
        reverses -> Nullable<BigInt>,
        at -> BigInt,
    }
}

diesel::table! {
    ledger_entries (id) {
        id -> BigInt,
        transaction_id -> BigInt,
        account_id -> BigInt,
        amount -> BigInt,
    }
}

diesel::table! {
    ledger_notes (transaction_id) {
        transaction_id -> BigInt,
        words -> Text,
    }
}

diesel::table! {
    ledger_seals (seq) {
        seq -> BigInt,
        transaction_id -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    point_months (month) {
        month -> BigInt,
        state -> Text,
        budget -> Nullable<BigInt>,
        factor -> Nullable<BigInt>,
        earned -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    awards (id) {
        id -> BigInt,
        kind -> Text,
        post_id -> Nullable<BigInt>,
        user_id -> BigInt,
        giver_id -> BigInt,
        number -> BigInt,
        amount -> BigInt,
        kept -> BigInt,
        month -> BigInt,
        state -> Text,
        reason -> Text,
        transaction_id -> Nullable<BigInt>,
        at -> BigInt,
        release_at -> BigInt,
    }
}

diesel::table! {
    point_lots (id) {
        id -> BigInt,
        user_id -> BigInt,
        transaction_id -> BigInt,
        award_id -> BigInt,
        amount -> BigInt,
        remains -> BigInt,
        expired -> BigInt,
        expires_at -> BigInt,
        told -> BigInt,
    }
}

diesel::table! {
    reward_terms (version) {
        version -> BigInt,
        source -> Text,
        html -> Text,
        by_id -> Nullable<BigInt>,
        published_at -> BigInt,
    }
}

diesel::table! {
    reward_consents (user_id, version) {
        user_id -> BigInt,
        version -> BigInt,
        at -> BigInt,
    }
}

diesel::table! {
    point_totals (month) {
        month -> BigInt,
        pending -> BigInt,
        available -> BigInt,
        reserved -> BigInt,
        awarded -> BigInt,
        answers -> BigInt,
        answer_points -> BigInt,
        redeemed -> BigInt,
        expired -> BigInt,
        at -> BigInt,
    }
}

diesel::table! {
    point_earners (month, place) {
        month -> BigInt,
        place -> BigInt,
        user_id -> BigInt,
        points -> BigInt,
    }
}

diesel::table! {
    rewards (id) {
        id -> BigInt,
        name -> Text,
        description -> Text,
        picture -> Text,
        kind -> Text,
        cost -> BigInt,
        stock -> Nullable<BigInt>,
        taken -> BigInt,
        per_member -> BigInt,
        starts_at -> Nullable<BigInt>,
        ends_at -> Nullable<BigInt>,
        withdrawn_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    redemptions (id) {
        id -> BigInt,
        user_id -> BigInt,
        reward_id -> BigInt,
        cost -> BigInt,
        state -> Text,
        customer -> Text,
        first_by -> Nullable<BigInt>,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<BigInt>,
        settled_at -> Nullable<BigInt>,
        reason -> Text,
        made_at -> BigInt,
    }
}

diesel::table! {
    redemption_lots (redemption_id, lot_id) {
        redemption_id -> BigInt,
        lot_id -> BigInt,
        amount -> BigInt,
    }
}

diesel::table! {
    reward_codes (id) {
        id -> BigInt,
        reward_id -> BigInt,
        digest -> Text,
        sealed -> Text,
        redemption_id -> Nullable<BigInt>,
        loaded_at -> BigInt,
    }
}

diesel::table! {
    redemption_batches (id) {
        id -> BigInt,
        by_id -> Nullable<BigInt>,
        redemptions_count -> BigInt,
        made_at -> BigInt,
    }
}

diesel::table! {
    redemption_lines (redemption_id) {
        redemption_id -> BigInt,
        batch_id -> BigInt,
        line -> Text,
    }
}

diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(topics -> users (author_id));
diesel::joinable!(topics -> boards (board_id));
diesel::joinable!(posts -> topics (topic_id));
diesel::joinable!(posts -> users (author_id));
diesel::joinable!(comments -> users (author_id));
diesel::joinable!(comments -> posts (post_id));
diesel::joinable!(revisions -> users (author_id));
diesel::joinable!(revisions -> suggestions (suggestion_id));
diesel::joinable!(suggestions -> users (author_id));
diesel::joinable!(closing_votes -> users (user_id));
diesel::joinable!(topic_tags -> topics (topic_id));
diesel::joinable!(topic_tags -> tags (tag_id));
diesel::joinable!(tag_synonyms -> tags (tag_id));
diesel::joinable!(group_members -> groups (group_id));
diesel::joinable!(group_members -> users (user_id));
diesel::joinable!(board_groups -> groups (group_id));
diesel::joinable!(board_groups -> boards (board_id));
diesel::joinable!(audit_texts -> audit (audit_id));
diesel::joinable!(drafts -> users (user_id));
diesel::joinable!(mailboxes -> users (user_id));
diesel::joinable!(saved_search_keys -> saved_searches (search_id));
diesel::joinable!(articles -> topics (topic_id));
diesel::joinable!(articles -> users (owner_id));
diesel::joinable!(articles -> series (series_id));
diesel::joinable!(ideas -> topics (topic_id));
diesel::joinable!(ideas -> statuses (status_id));
diesel::joinable!(idea_updates -> statuses (status_id));
diesel::joinable!(status_names -> statuses (status_id));

diesel::allow_tables_to_appear_in_same_query!(
    users,
    sessions,
    tokens,
    attempts,
    groups,
    group_members,
    settings,
    jobs,
    schedules,
    outbox,
    audit,
    audit_texts,
    import_map,
    submissions,
    images,
    boards,
    board_changes,
    board_groups,
    moderator_boards,
    topics,
    posts,
    revisions,
    comments,
    tags,
    tag_changes,
    tag_synonyms,
    solved_replies,
    solved_topics,
    topic_tags,
    drafts,
    votes,
    comment_votes,
    metoos,
    mailboxes,
    mail_choices,
    bounces,
    follows,
    blocks,
    saved_searches,
    saved_search_keys,
    related_topics,
    deflections,
    events,
    inbox,
    inbox_topics,
    inbox_feeds,
    series,
    articles,
    article_sources,
    statuses,
    status_names,
    storms,
    ideas,
    idea_counts,
    idea_changes,
    idea_updates,
    idea_extensions,
    merges,
    merged_votes,
    reputation_events,
    reputation_caps,
    walks,
    leaders,
    badge_awards,
    badge_counts,
    super_users,
    suggestions,
    closing_calls,
    closing_votes,
    ledger_accounts,
    ledger_transactions,
    ledger_entries,
    ledger_notes,
    ledger_seals,
    point_months,
    awards,
    point_lots,
    reward_terms,
    reward_consents,
    point_totals,
    point_earners,
);
