export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process is alive */
        get: operations["HealthzHealthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether it can answer: its database does */
        get: operations["ReadyzReadyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who can sign in, and how */
        get: operations["ApiV1SignInSignInOffer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in */
        post: operations["ApiV1SessionSignIn"];
        /** Sign out */
        delete: operations["ApiV1SessionSignOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who I am */
        get: operations["ApiV1MeMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/panel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The panel's customer as server-sent events: found, head, section as often as one changes, done */
        get: operations["ApiV1PanelPanel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/panel-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A link that opens the panel for minutes */
        post: operations["ApiV1PanelLinksLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole page, complete or as far as it got by the deadline */
        get: operations["ApiV1AccountsAccountIdView"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Edit what we own of an account; needs If-Match */
        patch: operations["ApiV1AccountsAccountIdEditAccount"];
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page, or these sections of it, as server-sent events: head, section as often as one changes, done */
        get: operations["ApiV1AccountsAccountIdStreamStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/sections/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One section with every entry of its lists */
        get: operations["ApiV1AccountsAccountIdSectionsNameDrill"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find an account or a person by any name */
        get: operations["ApiV1LookupLookup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/roll-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures of an account, and those with all accounts below it; from what lists keep */
        get: operations["ApiV1AccountsAccountIdRollUpRollUp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/deals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every deal of an account: pace of the open ones against their stage's average, and the figures of all */
        get: operations["ApiV1AccountsAccountIdDealsDeals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/revenue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Paid invoices of twelve months and active MRR; net and gross retention. Per currency, never converted */
        get: operations["ApiV1AccountsAccountIdRevenueRevenue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/journey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The way of a customer, from lead to renewal, each step with the record that shows it */
        get: operations["ApiV1AccountsAccountIdJourneyJourney"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts that need somebody, each with its signals; the worst first */
        get: operations["ApiV1SignalsSignals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signals/{signal_id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It stays away until then */
        post: operations["ApiV1SignalsSignalIdSnoozeSnooze"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signals/{signal_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It stays away as long as its fact lasts */
        post: operations["ApiV1SignalsSignalIdResolveResolve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signals/{signal_id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who takes care of it */
        post: operations["ApiV1SignalsSignalIdAssignAssign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signals/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who takes care of several: all, or none */
        post: operations["ApiV1SignalsAssignAssignAll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signal-thresholds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** From when on a fact is a signal */
        get: operations["ApiV1SignalThresholdsThresholds"];
        /** Pages judge by them at once, the book when it is next read; what is left out is as delivered */
        put: operations["ApiV1SignalThresholdsChange"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/score-models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Score models as they stand, and the factors that there are */
        get: operations["ApiV1ScoreModelsShown"];
        /** Pages judge by them at once, the whole book within moments; every save is a version */
        put: operations["ApiV1ScoreModelsSave"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/score-models/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every set of models that was saved, the newest first */
        get: operations["ApiV1ScoreModelsVersionsVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/score-models/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The whole book by these models and by those that stand: bands, and who changes most */
        post: operations["ApiV1ScoreModelsPreviewPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Numbers of an account day by day, and how far they moved in thirty days */
        get: operations["ApiV1AccountsAccountIdMetricsMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/as-of": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What we owned of an account and what was read of its numbers, as it stood on a day */
        get: operations["ApiV1AccountsAccountIdAsOfAsOf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/since": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What has changed of an account since you last looked */
        get: operations["ApiV1AccountsAccountIdSinceAccount"];
        put?: never;
        /** What was shown of an account until then has been seen */
        post: operations["ApiV1AccountsAccountIdSinceAccountSeen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/since": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What has changed of a person since you last looked */
        get: operations["ApiV1ContactsContactIdSinceContact"];
        put?: never;
        /** What was shown of a person until then has been seen */
        post: operations["ApiV1ContactsContactIdSinceContactSeen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page of one person at a customer */
        get: operations["ApiV1ContactsContactIdView"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Edit what we own of a person; needs If-Match */
        patch: operations["ApiV1ContactsContactIdEditContact"];
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The person's page as server-sent events: head, section as often as one changes, done */
        get: operations["ApiV1ContactsContactIdStreamStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every conversation with one person, across channels */
        get: operations["ApiV1ContactsContactIdConversationsConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/conversations/{source}/{record_type}/{external_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One conversation with all that was said in it */
        get: operations["ApiV1ContactsContactIdConversationsSourceRecordTypeExternalIdConversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every conversation with one person and all that was said in them, internal notes too */
        get: operations["ApiV1ContactsContactIdProfileProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/full-profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every conversation, internal note and event of the access log of one person, in one order */
        get: operations["ApiV1ContactsContactIdFullProfileTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List and search people */
        get: operations["ApiV1ContactsContacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole list of people as a file for spreadsheets */
        get: operations["ApiV1ContactsCsvExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened, by page in either direction, with filters, words, and counts that obey rights */
        get: operations["ApiV1AccountsAccountIdTimelinePage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/timeline/{event}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One event with all of its text */
        get: operations["ApiV1AccountsAccountIdTimelineEventOne"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Calls, newest first */
        get: operations["ApiV1AccountsAccountIdCallsCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/meetings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Meetings that were, newest first; or that will be: the next ones, the latest of them first */
        get: operations["ApiV1AccountsAccountIdMeetingsMeetings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/channel-mix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many emails, calls and meetings there were, by week or by month; the last year by itself */
        get: operations["ApiV1AccountsAccountIdChannelMixMix"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened, by page in either direction, with filters, words, and counts that obey rights */
        get: operations["ApiV1ContactsContactIdTimelinePage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/timeline/{event}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One event with all of its text */
        get: operations["ApiV1ContactsContactIdTimelineEventOne"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Calls, newest first */
        get: operations["ApiV1ContactsContactIdCallsCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/meetings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Meetings that were, newest first; or that will be: the next ones, the latest of them first */
        get: operations["ApiV1ContactsContactIdMeetingsMeetings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/channel-mix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many emails, calls and meetings there were, by week or by month; the last year by itself */
        get: operations["ApiV1ContactsContactIdChannelMixMix"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Words in what happened with any customer that may be opened, newest first */
        get: operations["ApiV1TimelineSearch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/threads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Conversations by mail, those with the newest mail first */
        get: operations["ApiV1AccountsAccountIdThreadsThreads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/threads/{event}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One conversation by any of its mails, oldest first, with quoted text apart */
        get: operations["ApiV1AccountsAccountIdThreadsEventThread"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/threads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Conversations by mail, those with the newest mail first */
        get: operations["ApiV1ContactsContactIdThreadsThreads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/threads/{event}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One conversation by any of its mails, oldest first, with quoted text apart */
        get: operations["ApiV1ContactsContactIdThreadsEventThread"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Notes of teammates, newest first */
        get: operations["ApiV1AccountsAccountIdNotesNotes"];
        put?: never;
        /** Write a note; who is mentioned is told */
        post: operations["ApiV1AccountsAccountIdNotesNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log a call, a meeting or a mail */
        post: operations["ApiV1AccountsAccountIdActivitiesActivity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tasks of teammates, newest first */
        get: operations["ApiV1AccountsAccountIdTasksTasks"];
        put?: never;
        /** Give somebody a task; they are told */
        post: operations["ApiV1AccountsAccountIdTasksTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Notes of teammates, newest first */
        get: operations["ApiV1ContactsContactIdNotesNotes"];
        put?: never;
        /** Write a note; who is mentioned is told */
        post: operations["ApiV1ContactsContactIdNotesNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log a call, a meeting or a mail */
        post: operations["ApiV1ContactsContactIdActivitiesActivity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tasks of teammates, newest first */
        get: operations["ApiV1ContactsContactIdTasksTasks"];
        put?: never;
        /** Give somebody a task; they are told */
        post: operations["ApiV1ContactsContactIdTasksTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/written/{written_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of what teammates wrote, with its Markdown */
        get: operations["ApiV1AccountsAccountIdWrittenWrittenIdOne"];
        put?: never;
        post?: never;
        /** Take back what one has written */
        delete: operations["ApiV1AccountsAccountIdWrittenWrittenIdRemove"];
        options?: never;
        head?: never;
        /** Change what one has written, or say that a task is done */
        patch: operations["ApiV1AccountsAccountIdWrittenWrittenIdChange"];
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/written/{written_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of what teammates wrote, with its Markdown */
        get: operations["ApiV1ContactsContactIdWrittenWrittenIdOne"];
        put?: never;
        post?: never;
        /** Take back what one has written */
        delete: operations["ApiV1ContactsContactIdWrittenWrittenIdRemove"];
        options?: never;
        head?: never;
        /** Change what one has written, or say that a task is done */
        patch: operations["ApiV1ContactsContactIdWrittenWrittenIdChange"];
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one is told: mentions and tasks, newest first */
        get: operations["ApiV1NotificationsNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many one has not read */
        get: operations["ApiV1NotificationsUnreadUnread"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{notification_id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark it as read */
        post: operations["ApiV1NotificationsNotificationIdReadRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/markdown": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a note will look like */
        post: operations["ApiV1MarkdownPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Plan or make a merge into another person */
        post: operations["ApiV1ContactsContactIdMergeMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give one identifier to a new or another person */
        post: operations["ApiV1ContactsContactIdSplitSplit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/keep-apart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remember that these are two people */
        post: operations["ApiV1ContactsContactIdKeepApartKeepApart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was merged, undone, split and kept apart, newest first */
        get: operations["ApiV1ContactsContactIdMergesHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/chosen-values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which rule chose each value of the head, and what else is said */
        get: operations["ApiV1ContactsContactIdChosenValuesChosen"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List and search */
        get: operations["ApiV1AccountsAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole list as a file for spreadsheets */
        get: operations["ApiV1AccountsCsvExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The best few of each kind for what is being typed */
        get: operations["ApiV1SearchSearch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Saved views, mine and my teams' */
        get: operations["ApiV1ViewsViews"];
        put?: never;
        /** Keep a list under a name */
        post: operations["ApiV1ViewsCreate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/{view_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a view of one's own */
        delete: operations["ApiV1ViewsViewIdRemove"];
        options?: never;
        head?: never;
        /** Change a view of one's own */
        patch: operations["ApiV1ViewsViewIdChange"];
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/logo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The company's logo; 204 where its site has none */
        get: operations["ApiV1AccountsAccountIdLogoLogo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Plan or make a merge into another account */
        post: operations["ApiV1AccountsAccountIdMergeMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/merges/{merge_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Plan or make the undoing of a merge */
        post: operations["ApiV1MergesMergeIdUndoUndo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give one identifier to a new or another customer */
        post: operations["ApiV1AccountsAccountIdSplitSplit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/keep-apart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remember that these are two customers */
        post: operations["ApiV1AccountsAccountIdKeepApartKeepApart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/parent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put an account below another by hand */
        put: operations["ApiV1AccountsAccountIdParentParent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was merged, undone, split and kept apart, newest first */
        get: operations["ApiV1AccountsAccountIdMergesHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/chosen-values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which rule chose each value of the head, and what else is said */
        get: operations["ApiV1AccountsAccountIdChosenValuesChosen"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/identifiers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people said that this customer is known by */
        get: operations["ApiV1AccountsAccountIdIdentifiersListed"];
        put?: never;
        /** Say that this customer is known by an address or a domain */
        post: operations["ApiV1AccountsAccountIdIdentifiersLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/identifiers/{link}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take back what somebody said that this customer is known by */
        delete: operations["ApiV1AccountsAccountIdIdentifiersLinkUnlink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is connected, and how it is */
        get: operations["ApiV1ConnectionsConnections"];
        put?: never;
        /** Connect a source */
        post: operations["ApiV1ConnectionsConnect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Disconnect a source; its credentials are forgotten */
        delete: operations["ApiV1ConnectionsConnectionIdDisconnect"];
        options?: never;
        head?: never;
        /** Change choices of a connection's form; the source is asked whether it still works */
        patch: operations["ApiV1ConnectionsConnectionIdChange"];
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the source whether the credentials work */
        post: operations["ApiV1ConnectionsConnectionIdCheckCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How sources are marked */
        get: operations["ApiV1SourcesSources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{connection_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Where a source sends its news: signed, as its vendor signs */
        post: operations["ApiV1WebhooksConnectionIdReceive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What sources have sent, newest first, and what became of it */
        get: operations["ApiV1WebhooksWebhooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{delivery_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a delivery again at once, whatever became of it */
        post: operations["ApiV1WebhooksDeliveryIdReplayReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/webhook-secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** What a source signs its webhooks with; answers where it shall send them */
        put: operations["ApiV1ConnectionsConnectionIdWebhookSecretsSecrets"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far each stream of each source has been pulled; jobs that gave up */
        get: operations["ApiV1SyncStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sync/{connection_id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pull a connection's streams at once, as a job */
        post: operations["ApiV1SyncConnectionIdRunRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sync/{connection_id}/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read the last months of a connection's streams again from their beginning, as a job */
        post: operations["ApiV1SyncConnectionIdBackfillBackfill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a job again that gave up */
        post: operations["ApiV1JobsJobIdReplayReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/{written_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send again to the CRM what could not be sent */
        post: operations["ApiV1OutboxWrittenIdRetryRetry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which sections change, as server-sent events: ready, change, missed. Names, never values */
        get: operations["ApiV1ChangesChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which fields there are */
        get: operations["ApiV1FieldsFields"];
        put?: never;
        /** Define a field */
        post: operations["ApiV1FieldsDefine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fields/{field_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change, order or archive a field; its name and its kind stay */
        patch: operations["ApiV1FieldsFieldIdChange"];
        trace?: never;
    };
    "/api/v1/teammates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom a field may name */
        get: operations["ApiV1TeammatesTeammates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What we own of an account, and its entity tag */
        get: operations["ApiV1AccountsAccountIdFieldsAccountFields"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that became of an account: fields, merges, splits, what was decided; newest first */
        get: operations["ApiV1AccountsAccountIdHistoryAccountHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What we own of a person, and its entity tag */
        get: operations["ApiV1ContactsContactIdFieldsContactFields"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that became of a person: fields that were changed, and what was decided; newest first */
        get: operations["ApiV1ContactsContactIdHistoryContactHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stakeholders: title, roles, last contact and channel, who of us is in touch, engagement 0 to 100 */
        get: operations["ApiV1AccountsAccountIdPeoplePeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/relationships": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who of us knows whom of them by contact in 90 days: nodes, edges, gaps, and the warmest ways */
        get: operations["ApiV1AccountsAccountIdRelationshipsRelationships"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Set what a person is to a purchase; needs If-Match with the entity tag of the person's fields */
        patch: operations["ApiV1ContactsContactIdRoleSetRoles"];
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who looked at what, newest first */
        get: operations["ApiV1AuditAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pairs that may be the same customer, the likeliest first; what was decided, the last decision first */
        get: operations["ApiV1MatchesMatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matches/{suggestion_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Both sides are the same customer */
        post: operations["ApiV1MatchesSuggestionIdAcceptAccept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matches/{suggestion_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** They are not; no later pass suggests the pair again */
        post: operations["ApiV1MatchesSuggestionIdRejectReject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matches/{suggestion_id}/take-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The pair is open again; what a yes has merged is to be undone first */
        post: operations["ApiV1MatchesSuggestionIdTakeBackTakeBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Handler */
        get: operations["ApiV1ReferenceHandler"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reference/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Handler */
        get: operations["ApiV1ReferenceOpenapiJsonHandler"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reference/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** HandleSchemaPathNotFound */
        get: operations["ApiV1ReferencePathHandleSchemaPathNotFound"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** Acceptance */
        Acceptance: {
            keep?: string | null;
            fingerprint?: string | null;
        };
        /** AccountDeals */
        AccountDeals: {
            state: components["schemas"]["State"];
            as_of?: string | null;
            figures?: components["schemas"]["DealFigures"] | null;
            open?: components["schemas"]["OpenDeal"][];
            closed?: components["schemas"]["ClosedDeal"][];
            /** @default false */
            truncated: boolean;
        };
        /** AccountHead */
        AccountHead: {
            id: string;
            name: string;
            domain?: string | null;
            industry?: string | null;
            city?: string | null;
            country?: string | null;
            owners?: string[];
            parent?: components["schemas"]["AccountLink"] | null;
            children?: components["schemas"]["AccountLink"][];
            also_known_as?: components["schemas"]["AccountLink"][];
            fields?: components["schemas"]["FieldShown"][];
            /** @default  */
            etag: string;
        };
        /** AccountLink */
        AccountLink: {
            id: string;
            name: string;
        };
        /** AccountPage */
        AccountPage: {
            items: components["schemas"]["ListedAccount"][];
            columns: components["schemas"]["ListedColumn"][];
            available: components["schemas"]["ListedColumn"][];
            total: number;
            next_cursor: string | null;
            /** @default false */
            at_least: boolean;
            notice?: string | null;
        };
        /** AccountThen */
        AccountThen: {
            /** Format: date */
            day: string;
            fields: components["schemas"]["FieldThen"][];
            metrics: components["schemas"]["MetricThen"][];
        };
        /** AccountView */
        AccountView: {
            account: components["schemas"]["AccountHead"];
            sections: {
                [key: string]: components["schemas"]["SectionEnvelope"];
            };
            indicators: components["schemas"]["Indicator"][];
            scores: components["schemas"]["Scores"];
            signals: components["schemas"]["Signal"][];
        };
        /**
         * ActionKind
         * @description What a suggested action opens: a form of ours, a draft of an email, or the first record of the evidence.
         * @enum {string}
         */
        ActionKind: "task" | "meeting" | "email" | "record";
        /** ActivityDraft */
        ActivityDraft: {
            /** @enum {string} */
            kind: "call" | "meeting" | "email";
            subject: string;
            /** @default  */
            text: string;
            at?: string | null;
            outbound?: boolean | null;
            duration_seconds?: number | null;
            ends_at?: string | null;
            outcome?: string | null;
            people?: string[];
        };
        /** Alias */
        Alias: {
            kind: string;
            value: string;
            source: string;
            verified: boolean;
            former: boolean;
        };
        /** Amount */
        Amount: {
            number?: number | null;
            money?: components["schemas"]["Money"][];
        };
        /**
         * AppliesTo
         * @description Whose field it is.
         * @enum {string}
         */
        AppliesTo: "account" | "contact";
        /** Arrived */
        Arrived: {
            id: string;
            connection_id: string;
            /** Format: date-time */
            received_at: string;
            state: components["schemas"]["Standing"];
            attempts: number;
            next_attempt_at: string | null;
            error: string | null;
            reason: string | null;
            ended_at: string | null;
        };
        /** ArrivedPage */
        ArrivedPage: {
            items: components["schemas"]["Arrived"][];
            next?: string | null;
            silent?: components["schemas"]["Silent"][];
        };
        /** Assigned */
        Assigned: {
            items: components["schemas"]["KeptSignal"][];
        };
        /** Assignee */
        Assignee: {
            id: string;
            name: string;
        };
        /** Attachment */
        Attachment: {
            name: string;
            size_bytes?: number | null;
            media_type?: string | null;
            url?: string | null;
        };
        /** AuditItem */
        AuditItem: {
            id: string;
            /** Format: date-time */
            at: string;
            user: components["schemas"]["AuditUser"] | null;
            via: string;
            action: string;
            account: components["schemas"]["AccountLink"] | null;
            detail: {
                [key: string]: unknown;
            };
        };
        /** AuditPage */
        AuditPage: {
            items: components["schemas"]["AuditItem"][];
            next_cursor: string | null;
        };
        /** AuditUser */
        AuditUser: {
            id: string;
            name: string;
        };
        /** AvailableSource */
        AvailableSource: {
            source: string;
            title: string;
            category: components["schemas"]["Category"];
            summary: string;
            docs_url: string;
            brand_color: string;
            fills: string[];
            form: components["schemas"]["FormField"][];
            scopes: components["schemas"]["Scope"][];
            connected: boolean;
        };
        /** Backfill */
        Backfill: {
            /** @default 24 */
            months: number;
        };
        /**
         * Band
         * @description From the best to the worst.
         * @enum {string}
         */
        Band: "green" | "yellow" | "orange" | "red";
        /** Bands */
        Bands: {
            /** @default 80 */
            green: number;
            /** @default 60 */
            yellow: number;
            /** @default 40 */
            orange: number;
        };
        /** BillingDetails */
        BillingDetails: {
            what: string;
            money?: components["schemas"]["Money"] | null;
            number?: string | null;
            /** @constant */
            type: "billing";
        };
        /**
         * BreakerState
         * @description `half_open`: the next caller is let through as a probe, or one is on its way.
         * @enum {string}
         */
        BreakerState: "closed" | "open" | "half_open";
        /** Budget */
        Budget: {
            bucket: string;
            used: number;
            limit: number;
            seconds: number;
        };
        /** BulkAssignment */
        BulkAssignment: {
            assignee: string | null;
            signals: string[];
        };
        /**
         * BuyingRole
         * @description What a person decides.
         * @enum {string}
         */
        BuyingRole: "champion" | "decision_maker" | "economic_buyer" | "influencer" | "blocker" | "end_user";
        /** CallDetails */
        CallDetails: {
            outbound?: boolean | null;
            duration_seconds?: number | null;
            disposition?: string | null;
            recording_url?: string | null;
            /** @constant */
            type: "call";
        };
        /**
         * Category
         * @description What kind of system a source is. Survivorship names categories, so that no section knows a vendor.
         * @enum {string}
         */
        Category: "product" | "billing" | "crm" | "support" | "analytics" | "success" | "warehouse" | "finance" | "marketing";
        /** Change */
        Change: {
            title?: string;
            description?: string;
            choices?: string[] | null;
            required?: boolean;
            default?: unknown;
            unique?: boolean;
            label?: string;
            position?: number;
            archived?: boolean;
        };
        /** ChangeDetails */
        ChangeDetails: {
            field: string;
            before?: string | null;
            after?: string | null;
            money?: components["schemas"]["Money"] | null;
            pipeline?: string | null;
            /** @constant */
            type: "change";
        };
        /** ChangedField */
        ChangedField: {
            id: string;
            name: string;
            title: string;
            kind: components["schemas"]["identity_fields_model_Kind"];
        };
        /**
         * Channel
         * @description How it was said.
         * @enum {string}
         */
        Channel: "email" | "call" | "meeting" | "note";
        /** ChannelBar */
        ChannelBar: {
            /** Format: date */
            start: string;
            email: number;
            call: number;
            meeting: number;
        };
        /** ChannelMix */
        ChannelMix: {
            by: string;
            channels: string[];
            bars: components["schemas"]["ChannelBar"][];
        };
        /** CheckResult */
        CheckResult: {
            ok: boolean;
            /** Format: date-time */
            checked_at: string;
            latency_ms: number | null;
            reason: string | null;
        };
        /** ChosenOfPerson */
        ChosenOfPerson: {
            name: string;
            value: string;
            contact: components["schemas"]["CustomerLink"];
            source: string | null;
            rule: components["schemas"]["identity_merging_survivorship_Rule"];
            others: components["schemas"]["OtherOfPerson"][];
        };
        /** ChosenValue */
        ChosenValue: {
            name: string;
            value: string;
            account: components["schemas"]["CustomerLink"];
            source: string | null;
            rule: components["schemas"]["identity_merging_survivorship_Rule"];
            others: components["schemas"]["OtherValue"][];
        };
        /** ChosenValues */
        ChosenValues: {
            items: components["schemas"]["ChosenValue"][];
        };
        /** ChurnReason */
        ChurnReason: {
            kind: components["schemas"]["SignalKind"];
            title: string;
            times: number;
        };
        /** ChurnRisk */
        ChurnRisk: {
            risk: components["schemas"]["Risk"];
            probability: number;
            base: number;
            reasons: components["schemas"]["ChurnReason"][];
            /** @constant */
            state: "judged";
        };
        /** ClosedDeal */
        ClosedDeal: {
            deal: components["schemas"]["Deal"];
            days: number | null;
        };
        /** Comparison */
        Comparison: {
            judged: number;
            changed: number;
            was: {
                [key: string]: number;
            };
            will: {
                [key: string]: number;
            };
            moves: components["schemas"]["Move"][];
        };
        /** ConnectionChange */
        ConnectionChange: {
            form: {
                [key: string]: string;
            };
        };
        /** ConnectionItem */
        ConnectionItem: {
            id: string;
            source: string;
            title: string;
            category: components["schemas"]["Category"];
            mode: components["schemas"]["Mode"];
            state: components["schemas"]["ConnectionState"];
            fills: string[];
            last_success_at: string | null;
            last_error: components["schemas"]["LastError"] | null;
            breaker: components["schemas"]["BreakerState"];
            budgets: components["schemas"]["Budget"][];
            latency_ms: components["schemas"]["Latency"] | null;
            records: number;
            settings: {
                [key: string]: string;
            };
            /** Format: date-time */
            created_at: string;
            lag_seconds?: number | null;
        };
        /** ConnectionList */
        ConnectionList: {
            items: components["schemas"]["ConnectionItem"][];
            available: components["schemas"]["AvailableSource"][];
            missing: string[];
        };
        /** ConnectionRequest */
        ConnectionRequest: {
            source: string;
            form: {
                [key: string]: string;
            };
            title?: string | null;
        };
        /**
         * ConnectionState
         * @description How a connection stands.
         *
         *         `failing`: the source is down, slow or answers nonsense. `limited`: it has asked us to wait. `needs_sign_in`: it
         *         refuses the credentials, somebody has to enter new ones. `misconfigured`: somebody has to change the form or the
         *         rights given to us. `unchecked`: nothing was asked yet.
         * @enum {string}
         */
        ConnectionState: "ok" | "failing" | "limited" | "needs_sign_in" | "misconfigured" | "unchecked";
        /** ContactChosenValues */
        ContactChosenValues: {
            items: components["schemas"]["ChosenOfPerson"][];
        };
        /** ContactHead */
        ContactHead: {
            id: string;
            name: string;
            title?: string | null;
            account?: components["schemas"]["AccountLink"] | null;
            email?: string | null;
            phone?: string | null;
            aliases?: components["schemas"]["Alias"][];
            records?: components["schemas"]["ContactRecord"][];
            /** @default false */
            teammate: boolean;
            closed_at?: string | null;
            fields?: components["schemas"]["FieldShown"][];
            /** @default  */
            etag: string;
            also_known_as?: components["schemas"]["contact_document_ContactLink"][];
        };
        /** ContactHistory */
        ContactHistory: {
            items: components["schemas"]["ContactHistoryItem"][];
        };
        /** ContactHistoryItem */
        ContactHistoryItem: {
            id: string;
            kind: string;
            /** Format: date-time */
            at: string;
            user: string | null;
            contact: components["schemas"]["CustomerLink"] | null;
            other: components["schemas"]["CustomerLink"] | null;
            identifier: string | null;
            because: string | null;
            undoable: boolean;
        };
        /** ContactPage */
        ContactPage: {
            items: components["schemas"]["ListedContact"][];
            columns: components["schemas"]["ListedColumn"][];
            available: components["schemas"]["ListedColumn"][];
            total: number;
            next_cursor: string | null;
            /** @default false */
            at_least: boolean;
            notice?: string | null;
        };
        /** ContactRecord */
        ContactRecord: {
            source: string;
            record_type: string;
            external_id: string;
        };
        /** ContactView */
        ContactView: {
            contact: components["schemas"]["ContactHead"];
            sections: {
                [key: string]: components["schemas"]["SectionEnvelope"];
            };
        };
        /** Conversation */
        Conversation: {
            source: string;
            record_type: string;
            external_id: string;
            kind: string;
            /** Format: date-time */
            at: string;
            /** Format: date-time */
            began_at: string;
            subject?: string | null;
            text?: string | null;
            status?: string | null;
            severity?: string | null;
            assignee?: string | null;
            channel?: string | null;
            direction?: string | null;
            number?: string | null;
            url?: string | null;
            /** @default false */
            internal: boolean;
            with_people?: string[];
            last?: components["schemas"]["Message"] | null;
            messages?: components["schemas"]["Message"][];
            /** @default false */
            older: boolean;
            /** @default false */
            unread: boolean;
        };
        /** ConversationPage */
        ConversationPage: {
            items: components["schemas"]["Conversation"][];
            total: number;
            truncated: boolean;
            state: components["schemas"]["State"];
            sources: components["schemas"]["SourceReport"][];
            next_cursor: string | null;
        };
        /** CoverageGap */
        CoverageGap: {
            person: string;
            roles: components["schemas"]["BuyingRole"][];
            score: number;
            last_contact_at: string | null;
            path: components["schemas"]["WarmPath"] | null;
        };
        /** CustomerLink */
        CustomerLink: {
            id: string;
            name: string;
        };
        /** DeadJob */
        DeadJob: {
            id: number;
            kind: string;
            key: string;
            attempts: number;
            /** Format: date-time */
            failed_at: string;
            error: string;
            reason: string;
        };
        /** Deal */
        Deal: {
            ref: components["schemas"]["Ref"];
            name: string;
            stage: components["schemas"]["Stage"];
            pipeline: string;
            stage_number: number | null;
            stage_count: number;
            closed: boolean;
            won: boolean;
            /** Format: date-time */
            created_at: string;
            value?: components["schemas"]["Money"] | null;
            probability_percent?: number | null;
            weighted?: components["schemas"]["Money"] | null;
            close_on?: string | null;
            closed_at?: string | null;
            entered_stage_at?: string | null;
            owner?: string | null;
            next_step?: string | null;
            kind?: string | null;
            lost_reason?: string | null;
        };
        /** DealFigures */
        DealFigures: {
            lifetime_value: components["schemas"]["MadeMoney"][];
            open_pipeline: components["schemas"]["MadeMoney"][];
            weighted_pipeline: components["schemas"]["MadeMoney"][];
            average_size: components["schemas"]["MadeMoney"][];
            win_rate: components["schemas"]["MadeCount"] | null;
            average_cycle: components["schemas"]["MadeCount"] | null;
        };
        /** DeedDone */
        DeedDone: {
            id: string;
            /** Format: date-time */
            at: string;
            kind: string;
            by?: components["schemas"]["Person"] | null;
            customer?: components["schemas"]["CustomerLink"] | null;
            other?: components["schemas"]["CustomerLink"] | null;
            identifier?: string | null;
            because?: string | null;
            /** @default false */
            undoable: boolean;
            /** @constant */
            what: "identity";
        };
        /** DemoUserOffer */
        DemoUserOffer: {
            id: string;
            name: string;
            role: string;
            summary: string;
        };
        /** Departed */
        Departed: {
            id: string;
            name: string;
            /** Format: date-time */
            noticed_at: string;
        };
        /** Draft */
        Draft: {
            name: string;
            title: string;
            kind: string;
            /** @default account */
            applies_to: string;
            /** @default  */
            description: string;
            choices?: string[] | null;
            /** @default false */
            required: boolean;
            default?: unknown;
            /** @default false */
            unique: boolean;
            /** @default identity */
            label: string;
            position?: number | null;
        };
        /** Edge */
        Edge: {
            ours: string;
            theirs: string;
            strength: number;
            contacts: number;
            /** Format: date-time */
            last_at: string;
            last_channel: components["schemas"]["Channel"];
        };
        /** EmailDetails */
        EmailDetails: {
            message_id?: string | null;
            in_reply_to?: string | null;
            /** @default [] */
            references: string[];
            vendor_thread?: string | null;
            html?: string | null;
            status?: string | null;
            /** @default [] */
            attachments: components["schemas"]["Attachment"][];
            /** @constant */
            type: "email";
        };
        /** Engagement */
        Engagement: {
            score: number;
            parts: components["schemas"]["ScorePart"][];
        };
        /** EventPage */
        EventPage: {
            entries: components["schemas"]["TimelineItem"][];
            groups?: components["schemas"]["TimelineGroup"][] | null;
            counts?: {
                [key: string]: number;
            } | null;
            routine?: number | null;
            /** @default true */
            exact: boolean;
            older?: string | null;
            newer?: string | null;
        };
        /**
         * EventType
         * @description What an entry of the timeline is. Each has its icon and its own expanded view.
         * @enum {string}
         */
        EventType: "email_sent" | "email_received" | "call" | "meeting" | "note" | "deal_created" | "deal_stage" | "quote_sent" | "order_placed" | "task_completed" | "contact_added" | "enrichment" | "ticket" | "usage_alert" | "billing" | "health";
        /** Expected */
        Expected: {
            months: number;
            low: number;
            high: number;
        };
        /**
         * FactKind
         * @description How a fact is stored, compared and written.
         * @enum {string}
         */
        FactKind: "text" | "number" | "money" | "at" | "day";
        /** FactorShown */
        FactorShown: {
            name: string;
            measures: components["schemas"]["MeasureShown"][];
        };
        /** Field */
        Field: {
            id: string;
            applies_to: components["schemas"]["AppliesTo"];
            name: string;
            title: string;
            description: string;
            kind: components["schemas"]["identity_fields_model_Kind"];
            choices: string[] | null;
            required: boolean;
            default: string | number | string[] | {
                [key: string]: string | number;
            } | null;
            unique: boolean;
            label: components["schemas"]["Label"];
            position: number;
            built_in: boolean;
            /** Format: date-time */
            created_at: string;
            archived_at: string | null;
        };
        /** FieldChanged */
        FieldChanged: {
            id: string;
            /** Format: date-time */
            at: string;
            edit: string;
            field: components["schemas"]["ChangedField"];
            by?: components["schemas"]["Person"] | null;
            old?: unknown;
            new?: unknown;
            old_user?: components["schemas"]["Person"] | null;
            new_user?: components["schemas"]["Person"] | null;
            /** @constant */
            what: "field";
        };
        /** FieldEdit */
        FieldEdit: {
            fields: {
                [key: string]: unknown;
            };
            /** @default false */
            keep_apart: boolean;
        };
        /** FieldList */
        FieldList: {
            items: components["schemas"]["Field"][];
        };
        /** FieldPlan */
        FieldPlan: {
            name: string;
            kept: string | null;
            absorbed: string | null;
            shown: string | null;
            rule: components["schemas"]["identity_merging_survivorship_Rule"] | null;
            source: string | null;
            /** @enum {null|string} */
            side: "kept" | "absorbed" | null;
            conflict: boolean;
        };
        /** FieldShown */
        FieldShown: {
            id: string;
            name: string;
            title: string;
            kind: components["schemas"]["identity_fields_model_Kind"];
            /** @default  */
            description: string;
            choices?: string[] | null;
            /** @default false */
            required: boolean;
            /** @default false */
            built_in: boolean;
            /** @default false */
            editable: boolean;
            value?: string | number | string[] | components["schemas"]["Money"] | null;
            rule?: components["schemas"]["view_fields_shown_Rule"] | null;
            user?: components["schemas"]["Person"] | null;
            set_by?: components["schemas"]["Person"] | null;
            set_at?: string | null;
            mirrored?: components["schemas"]["Mirrored"][];
        };
        /** FieldThen */
        FieldThen: {
            name: string;
            title: string;
            kind: components["schemas"]["identity_fields_model_Kind"];
            value?: unknown;
            user?: components["schemas"]["Person"] | null;
            /** @default false */
            changed: boolean;
        };
        /** FieldsShown */
        FieldsShown: {
            fields: components["schemas"]["FieldShown"][];
            etag: string;
        };
        /** Figure */
        Figure: {
            name: string;
            title: string;
            kind: components["schemas"]["FactKind"];
            own: components["schemas"]["Amount"];
            total: components["schemas"]["Amount"];
            without: components["schemas"]["Named"];
            old: components["schemas"]["Named"];
            oldest_as_of: string | null;
        };
        /** FormField */
        FormField: {
            name: string;
            label: string;
            help: string;
            /** @default false */
            secret: boolean;
            /** @default true */
            required: boolean;
            default?: string | null;
            placeholder?: string | null;
            /** @default [] */
            choices: string[];
        };
        /** FoundEvents */
        FoundEvents: {
            entries: components["schemas"]["TimelineItem"][];
            older: string | null;
        };
        /** Health */
        Health: {
            score: number;
            band: components["schemas"]["Band"];
            bands: components["schemas"]["Bands"];
            model: string;
            /** Format: date-time */
            as_of: string;
            completeness: number;
            confidence: number;
            factors: components["schemas"]["HealthFactor"][];
            to_green: components["schemas"]["Step"][];
            /** @constant */
            state: "judged";
        };
        /** HealthFactor */
        HealthFactor: {
            name: string;
            score: number;
            weight: number;
            contribution: number;
            confidence: number;
            why: string;
            evidence: components["schemas"]["Ref"][];
            measures: components["schemas"]["HealthMeasure"][];
        };
        /** HealthMeasure */
        HealthMeasure: {
            name: string;
            score: number;
            weight: number;
            why: string;
        };
        /** Highlights */
        Highlights: {
            subject?: components["schemas"]["Piece"][] | null;
            text?: components["schemas"]["Piece"][][];
        };
        /** History */
        History: {
            items: components["schemas"]["HistoryItem"][];
        };
        /** HistoryItem */
        HistoryItem: {
            id: string;
            kind: string;
            /** Format: date-time */
            at: string;
            user: string | null;
            account: components["schemas"]["CustomerLink"] | null;
            other: components["schemas"]["CustomerLink"] | null;
            identifier: string | null;
            because: string | null;
            undoable: boolean;
        };
        /** HistoryPage */
        HistoryPage: {
            items: (components["schemas"]["FieldChanged"] | components["schemas"]["DeedDone"])[];
            next_cursor: string | null;
        };
        /** Hit */
        Hit: {
            id: string;
            name: string;
            by: string;
            value: string;
            /** @default  */
            sub: string;
            /** @default  */
            source: string;
            /** @default false */
            former: boolean;
            account?: components["schemas"]["AccountLink"] | null;
            url?: string | null;
        };
        /** HitGroup */
        HitGroup: {
            kind: components["schemas"]["view_index_search_words_Kind"];
            items: components["schemas"]["Hit"][];
            more: boolean;
        };
        /** Html */
        Html: {
            html: string;
        };
        /** Indicator */
        Indicator: {
            id: string;
            section: string;
            tone: components["schemas"]["Tone"];
            title: string;
            why: string;
            evidence?: components["schemas"]["Ref"][];
        };
        /** Input */
        Input: {
            label: string;
            money?: components["schemas"]["Money"] | null;
            text?: string | null;
            ref?: components["schemas"]["Ref"] | null;
        };
        /** JobCount */
        JobCount: {
            kind: string;
            waiting: number;
            running: number;
            dead: number;
        };
        /** JobStatus */
        JobStatus: {
            workers: number;
            kinds: components["schemas"]["JobCount"][];
            dead: components["schemas"]["DeadJob"][];
        };
        /** Journey */
        Journey: {
            steps: components["schemas"]["JourneyStep"][];
        };
        /** JourneyStep */
        JourneyStep: {
            name: string;
            title: string;
            section: string;
            state: components["schemas"]["StepState"];
            at?: string | null;
            what?: string | null;
            ref?: components["schemas"]["Ref"] | null;
        };
        /** KeepApartRequest */
        KeepApartRequest: {
            other: string;
            because: string;
        };
        /** KeptSignal */
        KeptSignal: {
            id: string;
            kind: components["schemas"]["SignalKind"];
            fact: string;
            severity: components["schemas"]["Severity"];
            title: string;
            why: string;
            action: components["schemas"]["SuggestedAction"];
            evidence: components["schemas"]["Ref"][];
            /** Format: date-time */
            opened_at: string;
            stake?: components["schemas"]["Money"][];
            assignee?: components["schemas"]["Assignee"] | null;
            snoozed_until?: string | null;
            snooze_reason?: string | null;
            resolved_at?: string | null;
            resolved_by?: string | null;
            resolved_why?: string | null;
        };
        /**
         * Label
         * @description Each value is the name used in role definitions and in documents.
         * @enum {string}
         */
        Label: "identity" | "commercial" | "contract" | "support" | "usage" | "cs_private" | "communication" | "finance" | "personal";
        /** LastError */
        LastError: {
            /** Format: date-time */
            at: string;
            kind: string;
            reason: string;
        };
        /** Latency */
        Latency: {
            p50: number;
            p95: number;
        };
        /** Lifetime */
        Lifetime: {
            amounts: components["schemas"]["LifetimeAmount"][];
            tenure_months: number;
            expected_months: components["schemas"]["Expected"] | null;
            customers: number;
            left: number;
            /** @constant */
            state: "judged";
        };
        /** LifetimeAmount */
        LifetimeAmount: {
            amount: components["schemas"]["MadeMoney"];
            low: components["schemas"]["Money"];
            high: components["schemas"]["Money"];
        };
        /** LinkRequest */
        LinkRequest: {
            identifier: string;
        };
        /** LinkedIdentifier */
        LinkedIdentifier: {
            id: string;
            account: components["schemas"]["AccountLink"];
            kind: string;
            value: string;
            linked_by: string | null;
            /** Format: date-time */
            linked_at: string;
        };
        /** LinkedIdentifiers */
        LinkedIdentifiers: {
            items: components["schemas"]["LinkedIdentifier"][];
        };
        /**
         * Listed
         * @description Which suggestions: of one state, or all that people have decided.
         * @default open
         * @enum {string}
         */
        Listed: "open" | "accepted" | "rejected" | "never" | "superseded" | "decided";
        /** ListedAccount */
        ListedAccount: {
            id: string;
            name: string;
            domain?: string | null;
            industry?: string | null;
            city?: string | null;
            country?: string | null;
            owners?: string[];
            facts?: {
                [key: string]: components["schemas"]["ListedFact"];
            };
        };
        /** ListedColumn */
        ListedColumn: {
            name: string;
            title: string;
            kind: components["schemas"]["FactKind"];
            sortable: boolean;
            shown: boolean;
            operator: string | null;
            has: string | null;
        };
        /** ListedContact */
        ListedContact: {
            id: string;
            name: string;
            title?: string | null;
            account?: components["schemas"]["AccountLink"] | null;
            email?: string | null;
            phone?: string | null;
            records?: components["schemas"]["ContactRecord"][];
            added_at?: string | null;
            facts?: {
                [key: string]: components["schemas"]["ListedFact"];
            };
        };
        /** ListedFact */
        ListedFact: {
            source: string;
            /** Format: date-time */
            as_of: string;
            money?: components["schemas"]["Money"] | null;
            text?: string | null;
            number?: number | null;
            at?: string | null;
            day?: string | null;
            beside?: components["schemas"]["Money"][];
        };
        /** Logged */
        Logged: {
            outbound?: boolean | null;
            duration_seconds?: number | null;
            ends_at?: string | null;
            outcome?: string | null;
            /** @default [] */
            people: components["schemas"]["Took"][];
        };
        /** Lookup */
        Lookup: {
            matches: components["schemas"]["LookupMatch"][];
            contacts?: components["schemas"]["LookupContact"][];
        };
        /** LookupContact */
        LookupContact: {
            contact: components["schemas"]["lookup_ContactLink"];
            account: components["schemas"]["AccountLink"] | null;
            by: string;
            former: boolean;
        };
        /** LookupMatch */
        LookupMatch: {
            account: components["schemas"]["AccountLink"];
            by: string;
            ticket?: components["schemas"]["TicketMatch"] | null;
        };
        /** Made */
        Made: {
            formula: string;
            inputs?: components["schemas"]["Input"][];
        };
        /** MadeCount */
        MadeCount: {
            value: number;
            made: components["schemas"]["Made"];
        };
        /** MadeMoney */
        MadeMoney: {
            money: components["schemas"]["Money"];
            made: components["schemas"]["Made"];
        };
        /** Markdown */
        Markdown: {
            text: string;
        };
        /** MatchItem */
        MatchItem: {
            id: string;
            kind: components["schemas"]["identity_suggestions_model_Kind"];
            probability: number;
            state: components["schemas"]["SuggestionState"];
            /** Format: date-time */
            made_at: string;
            decided_by: string | null;
            decided_at: string | null;
            reason: string | null;
            left: components["schemas"]["MatchSide"];
            right: components["schemas"]["MatchSide"];
            weights: components["schemas"]["MatchWeight"][];
            decider?: string | null;
            merge?: string | null;
        };
        /** MatchPage */
        MatchPage: {
            items: components["schemas"]["MatchItem"][];
            total: number;
            next_cursor: string | null;
        };
        /** MatchRecord */
        MatchRecord: {
            source: string;
            record_type: string;
            external_id: string;
        };
        /** MatchSide */
        MatchSide: {
            account: components["schemas"]["AccountLink"] | null;
            name: string | null;
            names: string[];
            domains: string[];
            addresses: string[];
            city: string | null;
            country: string | null;
            records: components["schemas"]["MatchRecord"][];
            contact?: components["schemas"]["lookup_ContactLink"] | null;
            title?: string | null;
            phones?: string[];
        };
        /** MatchWeight */
        MatchWeight: {
            comparison: string;
            title: string;
            words: string;
            bits: number;
        };
        /** Me */
        Me: {
            user: components["schemas"]["MyUser"];
            permissions: string[];
            sections: components["schemas"]["MySection"][];
            demo: boolean;
        };
        /** MeasureShown */
        MeasureShown: {
            name: string;
            share: number;
            better: string;
        };
        /** MeetingDetails */
        MeetingDetails: {
            ends_at?: string | null;
            kind?: string | null;
            agenda?: string | null;
            outcome?: string | null;
            deal?: string | null;
            /** @constant */
            type: "meeting";
        };
        /** MergeAnswer */
        MergeAnswer: {
            merge: string | null;
            plan: components["schemas"]["ShownPlan"];
            account?: components["schemas"]["AccountLink"] | null;
            contact?: components["schemas"]["lookup_ContactLink"] | null;
        };
        /** MergeRequest */
        MergeRequest: {
            into: string;
            fingerprint?: string | null;
            choices?: {
                [key: string]: "kept" | "absorbed";
            };
            /** @default false */
            dry_run: boolean;
            force_because?: string | null;
        };
        /** Message */
        Message: {
            id: string;
            /** Format: date-time */
            at: string;
            text: string;
            author?: string | null;
            direction?: string | null;
            /** @default false */
            internal: boolean;
        };
        /** MetricHistory */
        MetricHistory: {
            metrics: components["schemas"]["Series"][];
        };
        /** MetricThen */
        MetricThen: {
            name: string;
            title: string;
            section: string;
            /** Format: date */
            day: string;
            source: string;
            number?: number | null;
            money?: components["schemas"]["Money"] | null;
            at?: string | null;
        };
        /** Mirrored */
        Mirrored: {
            value: string;
            source: string;
            record_type?: string | null;
            external_id?: string | null;
            user?: components["schemas"]["Person"] | null;
        };
        /**
         * Mode
         * @description `live`: asked of the source when somebody looks. `synced`: pulled on a schedule, served from our copy.
         * @enum {string}
         */
        Mode: "live" | "synced";
        /** ModelVersions */
        ModelVersions: {
            items: components["schemas"]["SavedModels"][];
            next: number | null;
        };
        /** Money */
        Money: {
            amount_minor: number;
            currency: string;
        };
        /** MoneyScore */
        MoneyScore: {
            /** @enum {string} */
            state: "known" | "unknown";
            amounts: components["schemas"]["MadeMoney"][];
            change_30d?: components["schemas"]["MadeMoney"][];
        };
        /** MonthPaid */
        MonthPaid: {
            month: string;
            paid: components["schemas"]["Money"][];
        };
        /** Move */
        Move: {
            account: string;
            name: string;
            was: number;
            will: number;
            was_band: components["schemas"]["Band"];
            will_band: components["schemas"]["Band"];
        };
        /** MySection */
        MySection: {
            name: string;
            title: string;
            question: string | null;
        };
        /** MyUser */
        MyUser: {
            id: string;
            name: string;
            email: string;
            teams: string[];
            roles: string[];
        };
        /** Named */
        Named: {
            count: number;
            first: components["schemas"]["AccountLink"][];
        };
        /** NewTitle */
        NewTitle: {
            before: string;
            after: string | null;
            /** Format: date-time */
            noticed_at: string;
        };
        /** NotJudged */
        NotJudged: {
            reason: string;
            /** @constant */
            state: "not_judged";
        };
        /** NoteDraft */
        NoteDraft: {
            text: string;
            label?: components["schemas"]["Label"] | null;
        };
        /** NotificationList */
        NotificationList: {
            items: components["schemas"]["NotificationShown"][];
            unread: number;
        };
        /** NotificationShown */
        NotificationShown: {
            id: string;
            why: string;
            /** Format: date-time */
            at: string;
            read: boolean;
            kind: components["schemas"]["connector_kit_writing_Kind"];
            author: string;
            customer: string;
            name: string;
            excerpt: string;
        };
        /** OpenDeal */
        OpenDeal: {
            deal: components["schemas"]["Deal"];
            pace: components["schemas"]["Pace"];
        };
        /** OtherOfPerson */
        OtherOfPerson: {
            value: string;
            contact: components["schemas"]["CustomerLink"];
            source: string | null;
        };
        /** OtherValue */
        OtherValue: {
            value: string;
            account: components["schemas"]["CustomerLink"];
            source: string | null;
        };
        /** OurNode */
        OurNode: {
            id: string;
            name: string;
            strength: number;
        };
        /** OutboxItem */
        OutboxItem: {
            id: string;
            kind: string;
            connection_id: string;
            source: string;
            state: components["schemas"]["OutboxState"];
            attempts: number;
            /** Format: date-time */
            since: string;
            next_at: string | null;
            error: string | null;
            reason: string | null;
        };
        /** OutboxShown */
        OutboxShown: {
            state: components["schemas"]["OutboxState"];
            source: string;
            reason: string | null;
            url: string | null;
        };
        /**
         * OutboxState
         * @description `waiting`: saved here, not yet there. `sent`: it is there as it is here. `refused`: the source does not take it
         *         as it is; somebody may have it tried again. `kept_here`: it is not to be there.
         * @enum {string}
         */
        OutboxState: "waiting" | "sent" | "refused" | "kept_here";
        /**
         * OutboxStatus
         * @default {
         *       "waiting": 0,
         *       "refused": 0,
         *       "items": []
         *     }
         */
        OutboxStatus: {
            /** @default 0 */
            waiting: number;
            /** @default 0 */
            refused: number;
            /** @default [] */
            items: components["schemas"]["OutboxItem"][];
        };
        /** OwnRoles */
        OwnRoles: {
            roles: components["schemas"]["BuyingRole"][];
            set_by: string | null;
            set_at: string | null;
        };
        /** Pace */
        Pace: {
            days: number | null;
            average?: components["schemas"]["StageAverage"] | null;
            /** @default false */
            slow: boolean;
        };
        /** PanelLinkMade */
        PanelLinkMade: {
            url: string;
            /** Format: date-time */
            expires_at: string;
        };
        /** PanelLinkRequest */
        PanelLinkRequest: {
            email?: string | null;
            domain?: string | null;
            ticket?: string | null;
        };
        /** ParentRequest */
        ParentRequest: {
            parent: string | null;
        };
        /** Part */
        Part: {
            html?: string | null;
            text?: string | null;
            /** @default false */
            quoted: boolean;
        };
        /** People */
        People: {
            stakeholders: components["schemas"]["Stakeholder"][];
            total: number;
            departed: components["schemas"]["Departed"][];
            /** @enum {string} */
            contacts: "known" | "unknown" | "not_told";
            source_answered: boolean;
            editable: boolean;
        };
        /** Person */
        Person: {
            id: string;
            name: string;
        };
        /** Piece */
        Piece: {
            text: string;
            /** @default false */
            hit: boolean;
        };
        /** PlanWarning */
        PlanWarning: {
            kind: string;
            says: string;
            /** @default [] */
            sources: string[];
        };
        /** Ref */
        Ref: {
            source: string;
            record_type: string;
            external_id: string;
            url?: string | null;
        };
        /** Rejection */
        Rejection: {
            /** @default false */
            never_ask_again: boolean;
            reason?: string | null;
        };
        /** RelatedCount */
        RelatedCount: {
            kind: string;
            label: string;
            kept: number;
            absorbed: number;
        };
        /** Relationships */
        Relationships: {
            ours: components["schemas"]["OurNode"][];
            theirs: components["schemas"]["TheirNode"][];
            edges: components["schemas"]["Edge"][];
            lines: components["schemas"]["ReportingLine"][];
            gaps: components["schemas"]["CoverageGap"][];
            paths: components["schemas"]["WarmPath"][];
            single_threaded: components["schemas"]["SingleThreaded"][];
            /** @enum {string} */
            contacts: "known" | "unknown" | "not_told";
        };
        /** ReportingLine */
        ReportingLine: {
            person: string;
            manager: string;
            guessed: boolean;
        };
        /** ReportsTo */
        ReportsTo: {
            id: string;
            guessed: boolean;
        };
        /** Resolution */
        Resolution: {
            /** @default  */
            reason: string;
        };
        /** Retention */
        Retention: {
            /** Format: date-time */
            since: string;
            start: components["schemas"]["Money"];
            now: components["schemas"]["Money"];
            expansion: components["schemas"]["Money"];
            contraction: components["schemas"]["Money"];
            net: components["schemas"]["MadeCount"];
            gross: components["schemas"]["MadeCount"];
            read_on?: string | null;
        };
        /** Revenue */
        Revenue: {
            state: components["schemas"]["State"];
            as_of?: string | null;
            months?: components["schemas"]["MonthPaid"][];
            mrr?: components["schemas"]["MadeMoney"][];
            retention?: components["schemas"]["Retention"][];
        };
        /**
         * Risk
         * @description Low below 15 %, high from 40 % on.
         * @enum {string}
         */
        Risk: "low" | "medium" | "high";
        /**
         * Role
         * @description What somebody was to an event.
         * @enum {string}
         */
        Role: "from" | "to" | "cc" | "organizer" | "attendee" | "author";
        /** RoleEdit */
        RoleEdit: {
            roles: components["schemas"]["BuyingRole"][];
        };
        /** RollUp */
        RollUp: {
            account: components["schemas"]["AccountLink"];
            below: components["schemas"]["Named"];
            figures: components["schemas"]["Figure"][];
        };
        /** SavedModels */
        SavedModels: {
            version: number;
            models: components["schemas"]["ScoreModels"];
            saved_at?: string | null;
            saved_by?: string | null;
        };
        /** SavedOn */
        SavedOn: {
            on: number;
            models: components["schemas"]["ScoreModels"];
        };
        /** SavedView */
        SavedView: {
            id: string;
            name: string;
            query: string;
            sort: string;
            columns?: string[] | null;
            team?: string | null;
            /** @default false */
            mine: boolean;
            /** @default false */
            built_in: boolean;
            /**
             * @default accounts
             * @enum {string}
             */
            of: "accounts" | "contacts";
        };
        /** SavedViewChange */
        SavedViewChange: {
            name?: string;
            query?: string;
            sort?: string;
            columns?: string[] | null;
            team?: string | null;
        };
        /** SavedViewList */
        SavedViewList: {
            items: components["schemas"]["SavedView"][];
        };
        /** SavedViewRequest */
        SavedViewRequest: {
            name: string;
            /** @default  */
            query: string;
            /** @default name */
            sort: string;
            columns?: string[] | null;
            team?: string | null;
            /**
             * @default accounts
             * @enum {string}
             */
            of: "accounts" | "contacts";
        };
        /** Scope */
        Scope: {
            name: string;
            why: string;
            /** @default false */
            for_writing: boolean;
        };
        /** ScoreModel */
        ScoreModel: {
            name: string;
            weights: {
                [key: string]: number;
            };
            bands?: components["schemas"]["Bands"];
        };
        /** ScoreModels */
        ScoreModels: {
            models: (components["schemas"]["ScoreModel"] | unknown)[];
            default: string;
            /** @default [] */
            segments: (components["schemas"]["insight_health_score_model_Assignment"] | unknown)[];
        };
        /** ScoreModelsShown */
        ScoreModelsShown: {
            saved: components["schemas"]["SavedModels"];
            factors: components["schemas"]["FactorShown"][];
        };
        /** ScorePart */
        ScorePart: {
            name: string;
            points: number;
            most: number;
            why: string;
        };
        /** Scores */
        Scores: {
            health: components["schemas"]["Health"] | components["schemas"]["NotJudged"];
            churn: components["schemas"]["ChurnRisk"] | components["schemas"]["NotJudged"];
            cltv?: components["schemas"]["Lifetime"] | components["schemas"]["NotJudged"] | null;
            mrr?: components["schemas"]["MoneyScore"] | null;
            arr?: components["schemas"]["MoneyScore"] | null;
        };
        /** SearchResult */
        SearchResult: {
            groups: components["schemas"]["HitGroup"][];
            notice?: string | null;
        };
        /** SectionEnvelope */
        SectionEnvelope: {
            state: components["schemas"]["State"];
            as_of: string | null;
            sources: components["schemas"]["SourceReport"][];
            data?: unknown;
            more?: {
                [key: string]: number;
            };
        };
        /** Seen */
        Seen: {
            /** Format: date-time */
            until: string;
        };
        /** Series */
        Series: {
            name: string;
            title: string;
            section: string;
            currency: string | null;
            points: [
                string,
                number
            ][];
            change_30d: components["schemas"]["metrics_history_Moved"] | null;
        };
        /**
         * Severity
         * @description How soon somebody should act: today, this week, when there is time.
         * @enum {string}
         */
        Severity: "high" | "medium" | "low";
        /** ShownPlan */
        ShownPlan: {
            kept: components["schemas"]["ShownSide"];
            absorbed: components["schemas"]["ShownSide"];
            fields: components["schemas"]["FieldPlan"][];
            related: components["schemas"]["RelatedCount"][];
            warnings: components["schemas"]["PlanWarning"][];
            refused: components["schemas"]["PlanWarning"] | null;
            fingerprint: string;
        };
        /** ShownSide */
        ShownSide: {
            also_known_as: string[];
            owners: string[];
            teams: string[];
            account?: components["schemas"]["AccountLink"] | null;
            contact?: components["schemas"]["lookup_ContactLink"] | null;
        };
        /** SignInOffer */
        SignInOffer: {
            demo_users: components["schemas"]["DemoUserOffer"][];
        };
        /** SignInRequest */
        SignInRequest: {
            demo_user?: string | null;
            token?: string | null;
        };
        /** Signal */
        Signal: {
            kind: components["schemas"]["SignalKind"];
            fact: string;
            severity: components["schemas"]["Severity"];
            title: string;
            why: string;
            action: components["schemas"]["SuggestedAction"];
            evidence?: components["schemas"]["Ref"][];
            stake?: components["schemas"]["Money"][];
        };
        /** SignalCounts */
        SignalCounts: {
            accounts: number;
            open: number;
            snoozed: number;
            resolved: number;
        };
        /**
         * SignalKind
         * @description What has happened. Each kind has one rule.
         * @enum {string}
         */
        SignalKind: "invoice_overdue" | "payment_failing" | "subscription_cancelling" | "subscription_ended" | "downgrade" | "no_email" | "no_contact" | "usage_declining" | "feature_abandoned" | "seats_underused" | "seats_nearly_full" | "escalation_open" | "satisfaction_dropped" | "deal_stalled" | "renewal_unattended" | "single_threaded";
        /**
         * SignalOwner
         * @description Whose: assigned to the viewer, or of nobody at an account of theirs; of an account of their teams; anybody's.
         * @default everyone
         * @enum {string}
         */
        SignalOwner: "mine" | "team" | "everyone";
        /** SignalPage */
        SignalPage: {
            items: components["schemas"]["SignalledAccount"][];
            counts: components["schemas"]["SignalCounts"];
            next_cursor: string | null;
        };
        /**
         * SignalState
         * @description `open`: it waits for somebody. `snoozed`: until a moment. `resolved`: within seven days; it stays away as long as
         *         its fact lasts. `standing`: every fact that lasts, whatever was decided about it.
         * @default open
         * @enum {string}
         */
        SignalState: "open" | "snoozed" | "resolved" | "standing";
        /** SignalledAccount */
        SignalledAccount: {
            account: components["schemas"]["ListedAccount"];
            signals: components["schemas"]["KeptSignal"][];
        };
        /** Silent */
        Silent: {
            connection_id: string;
            kind: string;
            /** Format: date-time */
            last_at: string;
            usual_every_seconds: number;
            deliveries: number;
        };
        /** Since */
        Since: {
            since: string | null;
            /** Format: date-time */
            until: string;
            moved: components["schemas"]["since_service_Moved"][];
            fields: components["schemas"]["FieldChanged"][];
            events?: {
                [key: string]: number;
            };
        };
        /** SingleThreaded */
        SingleThreaded: {
            /** @enum {string} */
            side: "ours" | "theirs";
            id: string;
            share: number;
        };
        /** Snooze */
        Snooze: {
            /** Format: date-time */
            until: string;
            reason: string;
        };
        /** SourceMark */
        SourceMark: {
            title: string;
            brand_color: string;
        };
        /** SourceReport */
        SourceReport: {
            source: string;
            title: string;
            connection: string;
            mode: components["schemas"]["Mode"];
            state: components["schemas"]["State"];
            as_of: string | null;
            age_seconds: number | null;
            reason: string | null;
            url: string | null;
        };
        /** SourceRoles */
        SourceRoles: {
            roles: components["schemas"]["BuyingRole"][];
            source: string;
        };
        /** SplitAnswer */
        SplitAnswer: {
            split: boolean;
            kind: string;
            identifier: string;
            into: string | null;
            people: number;
            account?: components["schemas"]["AccountLink"] | null;
            contact?: components["schemas"]["lookup_ContactLink"] | null;
        };
        /** SplitRequest */
        SplitRequest: {
            identifier: string;
            /** @default new */
            into: string;
            /** @default false */
            dry_run: boolean;
        };
        /** Stage */
        Stage: {
            id: string;
            label: string;
            probability_percent: number;
        };
        /** StageAverage */
        StageAverage: {
            days: number;
            deals: number;
        };
        /** Stakeholder */
        Stakeholder: {
            id: string;
            name: string;
            title?: string | null;
            level?: number | null;
            reports_to?: components["schemas"]["ReportsTo"] | null;
            roles?: components["schemas"]["BuyingRole"][];
            own_roles?: components["schemas"]["OwnRoles"] | null;
            source_roles?: components["schemas"]["SourceRoles"][];
            last_contact_at?: string | null;
            last_channel?: components["schemas"]["Channel"] | null;
            engaged_by?: string[];
            engagement?: components["schemas"]["Engagement"] | null;
            /** @default false */
            at_risk: boolean;
            new_title?: components["schemas"]["NewTitle"] | null;
            bounced_at?: string | null;
        };
        /**
         * Standing
         * @description `waiting`: for its first try, or the next one. `done`: it counts. `dead`: it is not tried any more.
         * @enum {string}
         */
        Standing: "waiting" | "done" | "dead";
        /**
         * State
         * @description The state of one reading, or of a section made of several.
         *
         *         `partial` exists for sections only: some of their sources answered and some did not.
         *         `pending` exists for streams only: the source has not answered yet.
         * @enum {string}
         */
        State: "fresh" | "stale" | "partial" | "unavailable" | "not_connected" | "unknown_customer" | "pending";
        /** Step */
        Step: {
            factor: string;
            measure: string;
            what: string;
            points: number;
        };
        /**
         * StepState
         * @description `ahead`: it is still to come, dated or not. `unknown`: what would tell was not read.
         * @enum {string}
         */
        StepState: "reached" | "ahead" | "unknown";
        /** StreamItem */
        StreamItem: {
            name: string;
            state: components["schemas"]["StreamState"];
            /** Format: date-time */
            since: string;
            progress: number;
            lag_seconds: number;
            last_ok_at: string | null;
            /** Format: date-time */
            next_at: string;
            events: number;
            failures: number;
            error: string | null;
            reason: string | null;
        };
        /** StreamSection */
        StreamSection: {
            name: string;
            section: components["schemas"]["SectionEnvelope"];
        };
        /**
         * StreamState
         * @description `backfilling`: the first pull is under way. `failing`: the last pull did not succeed.
         * @enum {string}
         */
        StreamState: "backfilling" | "current" | "failing";
        /** SuggestedAction */
        SuggestedAction: {
            kind: components["schemas"]["ActionKind"];
            label: string;
            /** @default  */
            subject: string;
            /** @default  */
            text: string;
        };
        /**
         * SuggestionState
         * @description `superseded`: no pass says so any more. `rejected` and `never` are a person's no; `never` keeps the two apart in
         *         merging, too.
         * @enum {string}
         */
        SuggestionState: "open" | "accepted" | "rejected" | "never" | "superseded";
        /** SyncItem */
        SyncItem: {
            connection_id: string;
            source: string;
            title: string;
            progress: number;
            lag_seconds: number | null;
            streams: components["schemas"]["StreamItem"][];
        };
        /** SyncStatus */
        SyncStatus: {
            connections: components["schemas"]["SyncItem"][];
            jobs: components["schemas"]["JobStatus"];
            outbox?: components["schemas"]["OutboxStatus"];
        };
        /** TaskDetails */
        TaskDetails: {
            due_at?: string | null;
            assignee?: string | null;
            /** @constant */
            type: "task";
        };
        /** TaskDraft */
        TaskDraft: {
            subject: string;
            /** @default  */
            text: string;
            due_at?: string | null;
            assignee?: string | null;
        };
        /** TeammateList */
        TeammateList: {
            items: components["schemas"]["Person"][];
        };
        /** TeammateShown */
        TeammateShown: {
            id: string;
            name: string;
        };
        /** TheirNode */
        TheirNode: {
            id: string;
            name: string;
            title?: string | null;
            roles?: components["schemas"]["BuyingRole"][];
            score?: number | null;
            /** @default 0 */
            strength: number;
            /** @default false */
            at_risk: boolean;
        };
        /** ThreadItem */
        ThreadItem: {
            id: string;
            subject?: string | null;
            messages: number;
            /** Format: date-time */
            first_at: string;
            /** Format: date-time */
            last_at: string;
            people?: components["schemas"]["TimelinePerson"][];
        };
        /** ThreadMessage */
        ThreadMessage: {
            id: string;
            type: components["schemas"]["EventType"];
            /** Format: date-time */
            at: string;
            subject?: string | null;
            people?: components["schemas"]["TimelinePerson"][];
            /** @default [] */
            parts: components["schemas"]["Part"][];
            /** @default 0 */
            remote_images: number;
            /** @default [] */
            attachments: components["schemas"]["Attachment"][];
            source?: string | null;
            connection: string;
            record: components["schemas"]["TimelineRecord"];
            url?: string | null;
        };
        /** ThreadPage */
        ThreadPage: {
            threads: components["schemas"]["ThreadItem"][];
            older: string | null;
        };
        /** ThreadWhole */
        ThreadWhole: {
            thread: components["schemas"]["ThreadItem"];
            messages: components["schemas"]["ThreadMessage"][];
            newer: string | null;
        };
        /** Thresholds */
        Thresholds: {
            /** @default 1 */
            overdue_days: number;
            /** @default 30 */
            overdue_high_days: number;
            /** @default 90 */
            cancelling_days: number;
            /** @default 30 */
            cancelling_high_days: number;
            /** @default 90 */
            ended_days: number;
            /** @default 0.05 */
            downgrade_share: number;
            /** @default 30 */
            no_email_days: number;
            /** @default 14 */
            no_contact_days: number;
            /** @default 45 */
            no_contact_high_days: number;
            /** @default 0.2 */
            usage_drop: number;
            /** @default 0.4 */
            usage_drop_high: number;
            /** @default 3 */
            abandoned_users: number;
            /** @default 0.5 */
            seats_used_low: number;
            /** @default 0.95 */
            seats_used_full: number;
            /** @default 0.2 */
            satisfaction_drop: number;
            /** @default 3 */
            satisfaction_ratings: number;
            /** @default 30 */
            deal_stalled_days: number;
            /** @default 60 */
            renewal_days: number;
            /** @default 30 */
            renewal_contact_days: number;
            /** @default 90 */
            single_threaded_days: number;
            /** @default 3 */
            single_threaded_people: number;
        };
        /** TicketDetails */
        TicketDetails: {
            number: string;
            status?: string | null;
            priority?: string | null;
            channel?: string | null;
            /** @default true */
            public: boolean;
            /** @default [] */
            attachments: components["schemas"]["Attachment"][];
            /** @constant */
            type: "ticket";
        };
        /** TicketMatch */
        TicketMatch: {
            source?: string | null;
            number?: string | null;
            url?: string | null;
            old_system?: string | null;
            old_number?: string | null;
        };
        /** TimelineEntry */
        TimelineEntry: {
            kind: string;
            id: string;
            /** Format: date-time */
            at: string;
            conversation?: components["schemas"]["Conversation"] | null;
            message?: components["schemas"]["Message"] | null;
            event?: components["schemas"]["TimelineEvent"] | null;
        };
        /** TimelineEvent */
        TimelineEvent: {
            action: string;
            via: string;
            by: components["schemas"]["Person"] | null;
            detail?: {
                [key: string]: string | number | boolean | string[] | null;
            };
        };
        /** TimelineGroup */
        TimelineGroup: {
            name: string;
            types: components["schemas"]["EventType"][];
            events: number;
            entries: components["schemas"]["TimelineItem"][];
            older: string | null;
        };
        /** TimelineItem */
        TimelineItem: {
            id: string;
            type: components["schemas"]["EventType"];
            /** Format: date-time */
            at: string;
            subject?: string | null;
            excerpt?: string | null;
            text?: string | null;
            /** @default false */
            more: boolean;
            highlights?: components["schemas"]["Highlights"] | null;
            people?: components["schemas"]["TimelinePerson"][];
            source?: string | null;
            connection: string;
            record: components["schemas"]["TimelineRecord"];
            url?: string | null;
            details?: components["schemas"]["EmailDetails"] | components["schemas"]["CallDetails"] | components["schemas"]["MeetingDetails"] | components["schemas"]["ChangeDetails"] | components["schemas"]["TicketDetails"] | components["schemas"]["BillingDetails"] | components["schemas"]["TaskDetails"] | null;
            /** @default false */
            routine: boolean;
            accounts?: components["schemas"]["AccountLink"][];
            outbox?: components["schemas"]["OutboxShown"] | null;
        };
        /** TimelinePage */
        TimelinePage: {
            items: components["schemas"]["TimelineEntry"][];
            unread: number;
            truncated: boolean;
            state: components["schemas"]["State"];
            sources: components["schemas"]["SourceReport"][];
            next_cursor: string | null;
        };
        /** TimelinePerson */
        TimelinePerson: {
            role: components["schemas"]["Role"];
            name?: string | null;
            address?: string | null;
            ours?: boolean | null;
        };
        /** TimelineRecord */
        TimelineRecord: {
            type: string;
            id: string;
        };
        /**
         * Tone
         * @description The colour of a dot, worst first. `grey`: nothing to judge by.
         * @enum {string}
         */
        Tone: "red" | "yellow" | "blue" | "green" | "grey";
        /** Took */
        Took: {
            id: string;
            name: string;
            /** @default false */
            ours: boolean;
            address?: string | null;
        };
        /** TwoNames */
        TwoNames: {
            kept: string;
            absorbed: string;
        };
        /** UndoAnswer */
        UndoAnswer: {
            undone: boolean;
            kept: components["schemas"]["CustomerLink"];
            absorbed: string;
            back: string[];
            conflicts: components["schemas"]["UndoConflict"][];
            undecided: string[];
            names: components["schemas"]["TwoNames"];
        };
        /** UndoConflict */
        UndoConflict: {
            key: string;
            kind: string;
            says: string;
            /** Format: date-time */
            at: string;
        };
        /** UndoRequest */
        UndoRequest: {
            choices?: {
                [key: string]: "kept" | "absorbed";
            };
            because?: string | null;
            /** @default false */
            dry_run: boolean;
        };
        /** Unread */
        Unread: {
            unread: number;
        };
        /** Value */
        Value: {
            text?: string | null;
            number?: number | null;
            money?: components["schemas"]["Money"][] | null;
            at?: string | null;
        };
        /** WarmPath */
        WarmPath: {
            ours: string;
            people: string[];
            warmth: number;
        };
        /** WebhookAddress */
        WebhookAddress: {
            url: string;
            secrets: number;
        };
        /** WebhookSecrets */
        WebhookSecrets: {
            secrets: string[];
        };
        /** WrittenChange */
        WrittenChange: {
            version?: number | null;
            text?: string;
            subject?: string | null;
            due_at?: string | null;
            assignee?: string | null;
            done?: boolean;
        };
        /** WrittenPage */
        WrittenPage: {
            items: components["schemas"]["WrittenShown"][];
            older: string | null;
            writable: components["schemas"]["Label"][];
        };
        /** WrittenShown */
        WrittenShown: {
            id: string;
            kind: components["schemas"]["connector_kit_writing_Kind"];
            label: components["schemas"]["Label"];
            subject?: string | null;
            text: string;
            html: string;
            /** Format: date-time */
            at: string;
            details: components["schemas"]["Logged"];
            due_at?: string | null;
            /** @default false */
            overdue: boolean;
            assignee?: components["schemas"]["TeammateShown"] | null;
            completed_at?: string | null;
            author: components["schemas"]["TeammateShown"];
            changed_at?: string | null;
            version: number;
            /** @default false */
            mine: boolean;
            outbox?: components["schemas"]["OutboxShown"] | null;
        };
        /**
         * Kind
         * @description What somebody wrote.
         * @enum {string}
         */
        connector_kit_writing_Kind: "note" | "call" | "meeting" | "email" | "task";
        /** ContactLink */
        contact_document_ContactLink: {
            id: string;
            name: string;
        };
        /**
         * Kind
         * @description What a field holds. It never changes.
         * @enum {string}
         */
        identity_fields_model_Kind: "text" | "number" | "money" | "date" | "choice" | "many_choices" | "user" | "url";
        /**
         * Rule
         * @description What decided.
         * @enum {string}
         */
        identity_merging_survivorship_Rule: "agreed" | "chosen" | "owned" | "verified" | "source_order" | "survivor";
        /**
         * Kind
         * @enum {string}
         */
        identity_suggestions_model_Kind: "record-to-account" | "account-to-account" | "contact-to-contact";
        /** Assignment */
        insight_health_score_model_Assignment: {
            segment: string;
            model: string;
        };
        /** ContactLink */
        lookup_ContactLink: {
            id: string;
            name: string;
        };
        /** Moved */
        metrics_history_Moved: {
            /** Format: date */
            day: string;
            before: number;
            ratio: number | null;
        };
        /** Moved */
        since_service_Moved: {
            name: string;
            title: string;
            section: string;
            before: components["schemas"]["Value"] | null;
            now: components["schemas"]["Value"] | null;
        };
        /**
         * Rule
         * @description Why a value is shown: somebody set it, a source says so, or nobody has said otherwise.
         * @enum {string}
         */
        view_fields_shown_Rule: "owned" | "mirrored" | "default";
        /**
         * Kind
         * @description What can be asked for by `in:`.
         * @enum {string}
         */
        view_index_search_words_Kind: "accounts" | "contacts" | "conversations";
        /** Assignment */
        view_signals_document_Assignment: {
            assignee: string | null;
        };
        /**
         * ProfileView
         * @description The company with the source of each value. Every `Sourced` names what further sources say.
         */
        ProfileView: {
            records: components["schemas"]["Ref"][];
            /** @default null */
            name: components["schemas"]["Sourced_str_"] | null;
            /** @default null */
            domain: components["schemas"]["Sourced_str_"] | null;
            /** @default null */
            industry: components["schemas"]["Sourced_str_"] | null;
            /** @default null */
            employees: components["schemas"]["Sourced_int_"] | null;
            /** @default null */
            city: components["schemas"]["Sourced_str_"] | null;
            /** @default null */
            country: components["schemas"]["Sourced_str_"] | null;
            /** @default null */
            phone: components["schemas"]["Sourced_str_"] | null;
            /** @default null */
            lifecycle_stage: components["schemas"]["Sourced_str_"] | null;
            /** @default null */
            customer_since: components["schemas"]["Sourced_datetime_"] | null;
            /** @default null */
            last_activity_at: components["schemas"]["Sourced_datetime_"] | null;
            /** @default null */
            parent: components["schemas"]["Sourced_ParentCompany_"] | null;
            /** @default null */
            children: components["schemas"]["Sourced_int_"] | null;
            /** @default [] */
            owners: components["schemas"]["Sourced_Owner_"][];
            /** @default null */
            plan: components["schemas"]["Sourced_str_"] | null;
            /** @default null */
            product_status: components["schemas"]["Sourced_ProductStatus_"] | null;
            /** @default null */
            trial_ends_at: components["schemas"]["Sourced_datetime_"] | null;
            /** @default null */
            contract_ends_on: components["schemas"]["Sourced_date_"] | null;
            /** @default null */
            auto_renew: components["schemas"]["Sourced_bool_"] | null;
            /** @default [] */
            feature_flags: components["schemas"]["Sourced_str_"][];
            /** @default [] */
            tags: components["schemas"]["Sourced_str_"][];
        };
        /**
         * Sourced[str]
         * @description A value with its source. `others` holds what further sources say, whether they agree or not.
         */
        Sourced_str_: {
            value: string;
            source: string;
            /** @default null */
            url: string | null;
            /** @default [] */
            others: components["schemas"]["Alternative_str_"][];
        };
        /**
         * Alternative[str]
         * @description What another source says of the same field.
         */
        Alternative_str_: {
            value: string;
            source: string;
            /** @default null */
            url: string | null;
        };
        /**
         * Sourced[int]
         * @description A value with its source. `others` holds what further sources say, whether they agree or not.
         */
        Sourced_int_: {
            value: number;
            source: string;
            /** @default null */
            url: string | null;
            /** @default [] */
            others: components["schemas"]["Alternative_int_"][];
        };
        /**
         * Alternative[int]
         * @description What another source says of the same field.
         */
        Alternative_int_: {
            value: number;
            source: string;
            /** @default null */
            url: string | null;
        };
        /**
         * Sourced[datetime]
         * @description A value with its source. `others` holds what further sources say, whether they agree or not.
         */
        Sourced_datetime_: {
            value: string;
            source: string;
            /** @default null */
            url: string | null;
            /** @default [] */
            others: components["schemas"]["Alternative_datetime_"][];
        };
        /**
         * Alternative[datetime]
         * @description What another source says of the same field.
         */
        Alternative_datetime_: {
            value: string;
            source: string;
            /** @default null */
            url: string | null;
        };
        /**
         * Sourced[ParentCompany]
         * @description A value with its source. `others` holds what further sources say, whether they agree or not.
         */
        Sourced_ParentCompany_: {
            value: components["schemas"]["ParentCompany"];
            source: string;
            /** @default null */
            url: string | null;
            /** @default [] */
            others: components["schemas"]["Alternative_ParentCompany_"][];
        };
        /**
         * ParentCompany
         * @description The record above this one in the source's own hierarchy.
         */
        ParentCompany: {
            ref: components["schemas"]["Ref"];
            /** @default null */
            name: string | null;
        };
        /**
         * Alternative[ParentCompany]
         * @description What another source says of the same field.
         */
        Alternative_ParentCompany_: {
            value: components["schemas"]["ParentCompany"];
            source: string;
            /** @default null */
            url: string | null;
        };
        /**
         * Sourced[Owner]
         * @description A value with its source. `others` holds what further sources say, whether they agree or not.
         */
        Sourced_Owner_: {
            value: components["schemas"]["Owner"];
            source: string;
            /** @default null */
            url: string | null;
            /** @default [] */
            others: components["schemas"]["Alternative_Owner_"][];
        };
        /**
         * Owner
         * @description A teammate responsible for the account. `role` is `owner` (CRM owner), `csm` or `ae`. `email` identifies the
         *         user.
         */
        Owner: {
            role: string;
            name: string;
            /** @default null */
            email: string | null;
            /** @default null */
            team: string | null;
        };
        /**
         * Alternative[Owner]
         * @description What another source says of the same field.
         */
        Alternative_Owner_: {
            value: components["schemas"]["Owner"];
            source: string;
            /** @default null */
            url: string | null;
        };
        /**
         * Sourced[ProductStatus]
         * @description A value with its source. `others` holds what further sources say, whether they agree or not.
         */
        Sourced_ProductStatus_: {
            value: components["schemas"]["ProductStatus"];
            source: string;
            /** @default null */
            url: string | null;
            /** @default [] */
            others: components["schemas"]["Alternative_ProductStatus_"][];
        };
        /**
         * ProductStatus
         * @description The account's standing in the company's own product.
         * @enum {unknown}
         */
        ProductStatus: "active" | "closed" | "suspended" | "trial";
        /**
         * Alternative[ProductStatus]
         * @description What another source says of the same field.
         */
        Alternative_ProductStatus_: {
            value: components["schemas"]["ProductStatus"];
            source: string;
            /** @default null */
            url: string | null;
        };
        /**
         * Sourced[date]
         * @description A value with its source. `others` holds what further sources say, whether they agree or not.
         */
        Sourced_date_: {
            /** Format: date */
            value: string;
            source: string;
            /** @default null */
            url: string | null;
            /** @default [] */
            others: components["schemas"]["Alternative_date_"][];
        };
        /**
         * Alternative[date]
         * @description What another source says of the same field.
         */
        Alternative_date_: {
            /** Format: date */
            value: string;
            source: string;
            /** @default null */
            url: string | null;
        };
        /**
         * Sourced[bool]
         * @description A value with its source. `others` holds what further sources say, whether they agree or not.
         */
        Sourced_bool_: {
            value: boolean;
            source: string;
            /** @default null */
            url: string | null;
            /** @default [] */
            others: components["schemas"]["Alternative_bool_"][];
        };
        /**
         * Alternative[bool]
         * @description What another source says of the same field.
         */
        Alternative_bool_: {
            value: boolean;
            source: string;
            /** @default null */
            url: string | null;
        };
        /**
         * BillingView
         * @description Money per currency, never summed across. Default label: commercial.
         */
        BillingView: {
            plans: components["schemas"]["PlanLine"][];
            next_renewal_at: string | null;
            payment_ok: boolean;
            customers: components["schemas"]["CustomerView"][];
            mrr: components["schemas"]["MadeMoney"][];
            arr: components["schemas"]["MadeMoney"][];
            trial_mrr: components["schemas"]["MadeMoney"][];
            mrr_change_30d: components["schemas"]["MadeMoney"][];
            subscriptions: components["schemas"]["Subscription"][];
            invoices: components["schemas"]["Invoice"][];
            payments: components["schemas"]["Payment"][];
            failed_payments_30d: number;
            paid_by_month: components["schemas"]["MonthPaid"][];
            lifetime_paid: components["schemas"]["MadeMoney"][];
            /** @default null */
            overdue: components["schemas"]["Overdue"] | null;
            /** @default [] */
            truncated: string[];
        };
        /**
         * PlanLine
         * @description What is subscribed to, without any amount: readable by roles that may not see money.
         */
        PlanLine: {
            ref: components["schemas"]["Ref"];
            products: string[];
            status: components["schemas"]["SubscriptionStatus"];
            /** @default null */
            interval: string | null;
            /** @default null */
            seats: number | null;
            /** @default null */
            started_at: string | null;
            /** @default null */
            renews_at: string | null;
            /** @default null */
            trial_ends_at: string | null;
            /** @default null */
            cancel_at: string | null;
            /** @default null */
            ended_at: string | null;
            /** @default false */
            collection_paused: boolean;
        };
        /**
         * SubscriptionStatus
         * @description The state of a subscription, in words that every billing system maps to.
         * @enum {unknown}
         */
        SubscriptionStatus: "active" | "canceled" | "incomplete" | "past_due" | "paused" | "trialing" | "unpaid";
        /**
         * CustomerView
         * @description The payer's record as shown.
         */
        CustomerView: {
            ref: components["schemas"]["Ref"];
            created_at: string;
            /** @default null */
            name: string | null;
            /** @default null */
            email: string | null;
            /** @default null */
            credit: components["schemas"]["Money"] | null;
        };
        /**
         * Subscription
         * @description `mrr` counts towards the account's MRR now (None: nothing counts); `trial_mrr` is what a trial would bring.
         *
         *         `mrr_if_live` is the monthly value of the subscription whatever its status: what ended with a canceled one.
         *         `mrr_exact` and `trial_mrr_exact` are the same amounts as decimal text in minor units before rounding: the account's
         *         total is summed from these and rounded once.
         */
        Subscription: {
            ref: components["schemas"]["Ref"];
            status: components["schemas"]["SubscriptionStatus"];
            currency: string;
            items: components["schemas"]["SubscriptionItem"][];
            started_at: string;
            /** @default null */
            mrr: components["schemas"]["MadeMoney"] | null;
            /** @default null */
            trial_mrr: components["schemas"]["MadeMoney"] | null;
            /** @default null */
            mrr_exact: string | null;
            /** @default null */
            trial_mrr_exact: string | null;
            /** @default null */
            mrr_if_live: components["schemas"]["Money"] | null;
            /** @default null */
            interval: string | null;
            /** @default null */
            current_period_end_at: string | null;
            /** @default null */
            renews_at: string | null;
            /** @default null */
            trial_ends_at: string | null;
            /** @default null */
            cancel_at: string | null;
            /** @default null */
            canceled_at: string | null;
            /** @default null */
            ended_at: string | null;
            /** @default false */
            collection_paused: boolean;
            /** @default null */
            collection_resumes_at: string | null;
            /** @default false */
            sent_by_invoice: boolean;
            /** @default [] */
            discounts: string[];
            /** @default [] */
            notes: string[];
        };
        /**
         * SubscriptionItem
         * @description One priced line. `amount` is per billing interval before discounts; None for metered prices.
         */
        SubscriptionItem: {
            product: string;
            interval: string;
            /** @default null */
            quantity: number | null;
            /** @default null */
            amount: components["schemas"]["Money"] | null;
            /** @default false */
            metered: boolean;
        };
        /**
         * Invoice
         * @description `overdue_since` is when an unpaid invoice fell due; `payment_failed` is true after a refused attempt.
         */
        Invoice: {
            ref: components["schemas"]["Ref"];
            status: components["schemas"]["InvoiceStatus"];
            total: components["schemas"]["Money"];
            amount_due: components["schemas"]["Money"];
            amount_paid: components["schemas"]["Money"];
            amount_remaining: components["schemas"]["Money"];
            created_at: string;
            /** @default null */
            number: string | null;
            /** @default null */
            due_at: string | null;
            /** @default null */
            paid_at: string | null;
            /** @default null */
            overdue_since: string | null;
            /** @default false */
            payment_failed: boolean;
            /** @default 0 */
            attempts: number;
            /** @default null */
            next_attempt_at: string | null;
            /** @default null */
            pay_url: string | null;
            /** @default null */
            pdf_url: string | null;
        };
        /**
         * InvoiceStatus
         * @description `failed` and `overdue` are not states of an invoice: see `Invoice.payment_failed` and `Invoice.overdue_since`.
         * @enum {unknown}
         */
        InvoiceStatus: "draft" | "open" | "paid" | "uncollectible" | "void";
        /**
         * Payment
         * @description A charge. `amount` is what was captured (or tried, when `succeeded` is false); `refunded` of it went back.
         */
        Payment: {
            ref: components["schemas"]["Ref"];
            at: string;
            amount: components["schemas"]["Money"];
            refunded: components["schemas"]["Money"];
            succeeded: boolean;
            /** @default false */
            pending: boolean;
            /** @default false */
            disputed: boolean;
            /** @default false */
            dispute_lost: boolean;
            /** @default null */
            failure_code: string | null;
            /** @default null */
            failure_message: string | null;
        };
        /**
         * Overdue
         * @description Unpaid invoices past their due date, per currency.
         */
        Overdue: {
            count: number;
            amounts: components["schemas"]["Money"][];
            oldest_due_at: string;
        };
        /**
         * UsageView
         * @description Default label: usage. Counts of several sources are never added: the first source that counts is shown.
         */
        UsageView: {
            ref: components["schemas"]["Ref"];
            users_total: number;
            active_7d: number;
            active_30d: number;
            active_change_7d: components["schemas"]["MadeCount"] | null;
            adoption: components["schemas"]["MadeCount"] | null;
            features_adopted: number;
            features_available: number;
            dormant: boolean;
            /** @default null */
            seats_purchased: number | null;
            /** @default null */
            last_active_at: string | null;
            /** @default null */
            activated_at: string | null;
            /** @default [] */
            daily: components["schemas"]["DayActive"][];
            /** @default [] */
            features: components["schemas"]["FeatureUse"][];
        };
        /**
         * DayActive
         * @description Distinct users with any activity on one UTC day.
         */
        DayActive: {
            /** Format: date */
            day: string;
            active_users: number;
            events: number;
        };
        /**
         * FeatureUse
         * @description One feature of the product. `weekly_users` holds 12 weeks, oldest first; a week ends with the reading's own day.
         *
         *         `available` tells whether the plan includes it. Adopted means: used by somebody in the last 30 days.
         */
        FeatureUse: {
            key: string;
            name: string;
            available: boolean;
            users_30d: number;
            events_30d: number;
            /** @default null */
            last_used_at: string | null;
            /** @default [] */
            weekly_users: number[];
        };
        /**
         * CommunicationView
         * @description Default label: communication. `last_touch_at` is the newest email, call or held meeting, in either direction;
         *         notes are ours alone and do not count.
         */
        CommunicationView: {
            entries: components["schemas"]["Entry"][];
            last_touch_at: string | null;
            last_touch_channel: components["schemas"]["Channel"] | null;
            last_inbound_at: string | null;
            channels: components["schemas"]["ChannelCount"][];
            /** @default false */
            truncated: boolean;
        };
        /**
         * Entry
         * @description One past email, call, meeting or note. `text` is plain text, at most 2,000 characters.
         */
        Entry: {
            ref: components["schemas"]["Ref"];
            channel: components["schemas"]["Channel"];
            at: string;
            /** @default null */
            subject: string | null;
            /** @default null */
            text: string | null;
            /** @default null */
            direction: components["schemas"]["Direction"] | null;
            /** @default [] */
            participants: string[];
            /** @default null */
            teammate: string | null;
            /** @default null */
            duration_seconds: number | null;
            /** @default null */
            outcome: string | null;
        };
        /**
         * Direction
         * @description Seen from us: `inbound` came from the customer.
         * @enum {unknown}
         */
        Direction: "inbound" | "outbound";
        /**
         * ChannelCount
         * @description Entries of one channel within the last 90 days.
         */
        ChannelCount: {
            channel: components["schemas"]["Channel"];
            count_90d: number;
        };
        /**
         * SupportView
         * @description Default label: support. Windows of 90 days end with the reading.
         */
        SupportView: {
            records: components["schemas"]["Ref"][];
            open_count: number;
            open_by_severity: {
                [key: string]: number;
            };
            escalations_90d: number;
            satisfaction_90d: components["schemas"]["MadeCount"] | null;
            oldest_open_at: string | null;
            median_first_reply_minutes_90d: components["schemas"]["MadeCount"] | null;
            tickets: components["schemas"]["Ticket"][];
            created_by_week: number[];
            /** @default false */
            truncated: boolean;
        };
        /**
         * Severity
         * @description `none` when the source sets no priority.
         * @enum {unknown}
         */
        "rotunda.sections.support.model.Severity": "high" | "low" | "none" | "normal" | "urgent";
        /**
         * Ticket
         * @description Durations are calendar minutes, None until they happened. `escalated` follows the connection's own rule.
         *         `requester_ref` is the requester's record there, without its page.
         */
        Ticket: {
            ref: components["schemas"]["Ref"];
            number: string;
            subject: string;
            status: components["schemas"]["TicketStatus"];
            severity: components["schemas"]["rotunda.sections.support.model.Severity"];
            created_at: string;
            updated_at: string;
            /** @default null */
            requester: string | null;
            /** @default null */
            requester_email: string | null;
            /** @default null */
            requester_ref: components["schemas"]["Ref"] | null;
            /** @default null */
            assignee: string | null;
            /** @default null */
            group: string | null;
            /** @default null */
            channel: string | null;
            /** @default null */
            kind: string | null;
            /** @default [] */
            tags: string[];
            /** @default false */
            escalated: boolean;
            /** @default null */
            satisfaction: components["schemas"]["Satisfaction"] | null;
            /** @default null */
            first_reply_minutes: number | null;
            /** @default null */
            resolution_minutes: number | null;
            /** @default null */
            solved_at: string | null;
        };
        /**
         * TicketStatus
         * @description `new`, `open`, `pending` (waits for the customer) and `hold` (waits for a third party) count as open.
         * @enum {unknown}
         */
        TicketStatus: "closed" | "hold" | "new" | "open" | "pending" | "solved";
        /**
         * Satisfaction
         * @description The customer's own verdict on one ticket.
         * @enum {unknown}
         */
        Satisfaction: "bad" | "good";
        /**
         * UpcomingView
         * @description Default label: contract. Each list is ordered by time.
         */
        UpcomingView: {
            contract: components["schemas"]["UpcomingItem"][];
            next_renewal_at: string | null;
            engagements: components["schemas"]["UpcomingItem"][];
            next_meeting_at: string | null;
            deals: components["schemas"]["UpcomingItem"][];
        };
        /**
         * UpcomingItem
         * @description One thing with a date. Renewals and ends are contract facts; meetings and tasks are communication; deals and
         *         every amount are commercial: a connector puts what it has into the list of that kind.
         */
        UpcomingItem: {
            ref: components["schemas"]["Ref"];
            kind: components["schemas"]["UpcomingKind"];
            at: string;
            title: string;
            /** @default null */
            owner: string | null;
            /** @default null */
            money: components["schemas"]["Money"] | null;
            /** @default false */
            overdue: boolean;
        };
        /**
         * UpcomingKind
         * @description What will happen.
         * @enum {unknown}
         */
        UpcomingKind: "cancellation" | "deal_close" | "meeting" | "renewal" | "task" | "trial_end";
        /**
         * DealsView
         * @description Default label: commercial. Open deals by close date, closed ones newest first.
         */
        DealsView: {
            open_deals: components["schemas"]["Deal"][];
            closed_deals: components["schemas"]["Deal"][];
            open_value: components["schemas"]["MadeMoney"][];
            weighted_value: components["schemas"]["MadeMoney"][];
            won_value: components["schemas"]["MadeMoney"][];
            won_count: number;
            lost_count: number;
            /** @default false */
            truncated: boolean;
        };
        /**
         * PeopleView
         * @description Default label: identity. Named buying roles first, then by name. `total` counts joined people that were read,
         *         plus those that a source has beyond; where there are such, nobody knows who came `first`.
         */
        PeopleView: {
            people: components["schemas"]["PersonView"][];
            total: number;
            /** @default null */
            first: components["schemas"]["FirstPerson"] | null;
        };
        /**
         * PersonView
         * @description One person over all sources, joined by normalised address.
         */
        PersonView: {
            records: components["schemas"]["Ref"][];
            name: string;
            /** @default null */
            title: string | null;
            /** @default [] */
            roles: components["schemas"]["BuyingRole"][];
            /** @default null */
            email: string | null;
            /** @default null */
            phone: string | null;
            /** @default null */
            lifecycle_stage: string | null;
            /** @default null */
            owner: string | null;
            /** @default null */
            last_contacted_at: string | null;
            /** @default null */
            last_seen_at: string | null;
            /** @default null */
            product_role: string | null;
        };
        /**
         * FirstPerson
         * @description The oldest record of anybody at the customer, as its source dates it.
         */
        FirstPerson: {
            ref: components["schemas"]["Ref"];
            name: string;
            created_at: string;
        };
        /**
         * StreamHead
         * @description `event: head`. Every granted section by name, in page order, with what is known at once (`pending` else).
         */
        StreamHead: {
            account: components["schemas"]["AccountHead"];
            sections: {
                [key: string]: components["schemas"]["SectionEnvelope"];
            };
        };
        /**
         * Kind
         * @description What a field holds. It never changes.
         * @enum {unknown}
         */
        Kind: "choice" | "date" | "many_choices" | "money" | "number" | "text" | "url" | "user";
        /**
         * Rule
         * @description Why a value is shown: somebody set it, a source says so, or nobody has said otherwise.
         * @enum {unknown}
         */
        Rule: "default" | "mirrored" | "owned";
        /**
         * StreamDone
         * @description `event: done`. Judgement needs all sections, so it comes last.
         */
        StreamDone: {
            indicators: components["schemas"]["Indicator"][];
            scores: components["schemas"]["Scores"];
            signals: components["schemas"]["Signal"][];
        };
        /**
         * Severity
         * @description How soon somebody should act: today, this week, when there is time.
         * @enum {unknown}
         */
        "rotunda.insight.signals.model.Severity": "high" | "low" | "medium";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    HealthzHealthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
        };
    };
    ReadyzReadyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    ApiV1SignInSignInOffer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInOffer"];
                };
            };
        };
    };
    ApiV1SessionSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInRequest"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1SessionSignOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
        };
    };
    ApiV1MeMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    ApiV1PanelPanel: {
        parameters: {
            query?: {
                email?: string | null;
                domain?: string | null;
                ticket?: string | null;
                account?: string | null;
                refresh?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stream Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1PanelLinksLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PanelLinkRequest"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PanelLinkMade"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdView: {
        parameters: {
            query?: {
                refresh?: boolean;
            };
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdEditAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FieldEdit"];
            };
        };
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldsShown"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdStreamStream: {
        parameters: {
            query?: {
                /** @description Names with commas between; without, all */
                sections?: string | null;
                refresh?: boolean;
            };
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stream Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdSectionsNameDrill: {
        parameters: {
            query?: {
                refresh?: boolean;
            };
            header?: never;
            path: {
                account_id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamSection"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1LookupLookup: {
        parameters: {
            query?: {
                email?: string | null;
                domain?: string | null;
                external?: string | null;
                ticket?: string | null;
                phone?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lookup"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdRollUpRollUp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RollUp"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdDealsDeals: {
        parameters: {
            query?: {
                refresh?: boolean;
            };
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountDeals"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdRevenueRevenue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Revenue"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdJourneyJourney: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Journey"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1SignalsSignals: {
        parameters: {
            query?: {
                /**
                 * @description `open`: it waits for somebody. `snoozed`: until a moment. `resolved`: within seven days; it stays away as long as
                 *         its fact lasts. `standing`: every fact that lasts, whatever was decided about it.
                 */
                state?: components["schemas"]["SignalState"];
                /** @description Whose: assigned to the viewer, or of nobody at an account of theirs; of an account of their teams; anybody's. */
                owner?: components["schemas"]["SignalOwner"];
                severity?: components["schemas"]["Severity"] | null;
                kind?: components["schemas"]["SignalKind"] | null;
                account?: string | null;
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignalPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1SignalsSignalIdSnoozeSnooze: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                signal_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Snooze"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptSignal"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1SignalsSignalIdResolveResolve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                signal_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resolution"] | null;
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptSignal"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1SignalsSignalIdAssignAssign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                signal_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["view_signals_document_Assignment"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptSignal"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1SignalsAssignAssignAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkAssignment"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Assigned"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1SignalThresholdsThresholds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Thresholds"];
                };
            };
        };
    };
    ApiV1SignalThresholdsChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Thresholds"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Thresholds"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ScoreModelsShown: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoreModelsShown"];
                };
            };
        };
    };
    ApiV1ScoreModelsSave: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedOn"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoreModelsShown"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ScoreModelsVersionsVersions: {
        parameters: {
            query?: {
                before?: number | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelVersions"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ScoreModelsPreviewPreview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScoreModels"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comparison"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdMetricsMetrics: {
        parameters: {
            query?: {
                days?: number;
            };
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricHistory"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdAsOfAsOf: {
        parameters: {
            query?: {
                /** @description A day in UTC; without, today */
                at?: string | null;
            };
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountThen"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdSinceAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Since"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdSinceAccountSeen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Seen"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdSinceContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Since"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdSinceContactSeen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Seen"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdView: {
        parameters: {
            query?: {
                refresh?: boolean;
            };
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactView"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdEditContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FieldEdit"];
            };
        };
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldsShown"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdStreamStream: {
        parameters: {
            query?: {
                refresh?: boolean;
            };
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stream Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdConversationsConversations: {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                kind?: string | null;
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdConversationsSourceRecordTypeExternalIdConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
                source: string;
                record_type: string;
                external_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdProfileProfile: {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                kind?: string | null;
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdFullProfileTimeline: {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                kind?: string | null;
                limit?: number;
                cursor?: string | null;
                refreshes?: boolean;
            };
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelinePage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContacts: {
        parameters: {
            query?: {
                q?: string;
                account?: string | null;
                sort?: string;
                limit?: number;
                cursor?: string | null;
                columns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsCsvExport: {
        parameters: {
            query?: {
                q?: string;
                sort?: string;
                columns?: string | null;
                bom?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stream Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdTimelinePage: {
        parameters: {
            query?: {
                /** @description types of events, separated by commas */
                types?: string | null;
                /** @description a day, or a moment with its time zone */
                from?: string | null;
                /** @description a day (its end), or a moment: not included */
                to?: string | null;
                person?: string | null;
                q?: string | null;
                group?: "none" | "type";
                cursor?: string | null;
                direction?: "older" | "newer";
                /** @description begins the page at this day or moment: newer ones are beside it */
                at?: string | null;
                routine?: boolean;
                limit?: number;
            };
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdTimelineEventOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
                event: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineItem"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdCallsCalls: {
        parameters: {
            query?: {
                cursor?: string | null;
                direction?: "older" | "newer";
                limit?: number;
            };
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdMeetingsMeetings: {
        parameters: {
            query?: {
                when?: "past" | "upcoming";
                cursor?: string | null;
                direction?: "older" | "newer" | null;
                limit?: number;
            };
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdChannelMixMix: {
        parameters: {
            query?: {
                by?: "week" | "month";
                /** @description a day, or a moment with its time zone */
                from?: string | null;
                /** @description a day (its end), or a moment: not included */
                to?: string | null;
            };
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelMix"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdTimelinePage: {
        parameters: {
            query?: {
                /** @description types of events, separated by commas */
                types?: string | null;
                /** @description a day, or a moment with its time zone */
                from?: string | null;
                /** @description a day (its end), or a moment: not included */
                to?: string | null;
                person?: string | null;
                q?: string | null;
                group?: "none" | "type";
                cursor?: string | null;
                direction?: "older" | "newer";
                /** @description begins the page at this day or moment: newer ones are beside it */
                at?: string | null;
                routine?: boolean;
                limit?: number;
            };
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdTimelineEventOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
                event: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineItem"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdCallsCalls: {
        parameters: {
            query?: {
                cursor?: string | null;
                direction?: "older" | "newer";
                limit?: number;
            };
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdMeetingsMeetings: {
        parameters: {
            query?: {
                when?: "past" | "upcoming";
                cursor?: string | null;
                direction?: "older" | "newer" | null;
                limit?: number;
            };
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdChannelMixMix: {
        parameters: {
            query?: {
                by?: "week" | "month";
                /** @description a day, or a moment with its time zone */
                from?: string | null;
                /** @description a day (its end), or a moment: not included */
                to?: string | null;
            };
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelMix"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1TimelineSearch: {
        parameters: {
            query?: {
                q?: string;
                /** @description types of events, separated by commas */
                types?: string | null;
                /** @description a day, or a moment with its time zone */
                from?: string | null;
                /** @description a day (its end), or a moment: not included */
                to?: string | null;
                cursor?: string | null;
                routine?: boolean;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundEvents"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdThreadsThreads: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdThreadsEventThread: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                account_id: string;
                event: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadWhole"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdThreadsThreads: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdThreadsEventThread: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                contact_id: string;
                event: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadWhole"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdNotesNotes: {
        parameters: {
            query?: {
                cursor?: string | null;
            };
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdNotesNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteDraft"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenShown"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdActivitiesActivity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivityDraft"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenShown"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdTasksTasks: {
        parameters: {
            query?: {
                state?: "open" | "done" | "all";
                cursor?: string | null;
            };
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdTasksTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskDraft"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenShown"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdNotesNotes: {
        parameters: {
            query?: {
                cursor?: string | null;
            };
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdNotesNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteDraft"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenShown"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdActivitiesActivity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivityDraft"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenShown"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdTasksTasks: {
        parameters: {
            query?: {
                state?: "open" | "done" | "all";
                cursor?: string | null;
            };
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdTasksTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskDraft"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenShown"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdWrittenWrittenIdOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
                written_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenShown"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdWrittenWrittenIdRemove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
                written_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdWrittenWrittenIdChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
                written_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WrittenChange"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenShown"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdWrittenWrittenIdOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
                written_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenShown"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdWrittenWrittenIdRemove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
                written_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdWrittenWrittenIdChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
                written_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WrittenChange"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenShown"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1NotificationsNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationList"];
                };
            };
        };
    };
    ApiV1NotificationsUnreadUnread: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unread"];
                };
            };
        };
    };
    ApiV1NotificationsNotificationIdReadRead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                notification_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1MarkdownPreview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Markdown"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Html"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdMergeMerge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeRequest"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergeAnswer"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdSplitSplit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SplitRequest"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SplitAnswer"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdKeepApartKeepApart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeepApartRequest"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdMergesHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactHistory"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdChosenValuesChosen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactChosenValues"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccounts: {
        parameters: {
            query?: {
                q?: string;
                sort?: string;
                limit?: number;
                cursor?: string | null;
                columns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsCsvExport: {
        parameters: {
            query?: {
                q?: string;
                sort?: string;
                columns?: string | null;
                bom?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stream Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1SearchSearch: {
        parameters: {
            query?: {
                q?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchResult"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ViewsViews: {
        parameters: {
            query?: {
                of?: "accounts" | "contacts";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViewList"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ViewsCreate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedViewRequest"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ViewsViewIdRemove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                view_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ViewsViewIdChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                view_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedViewChange"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdLogoLogo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdMergeMerge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeRequest"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergeAnswer"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1MergesMergeIdUndoUndo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                merge_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UndoRequest"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UndoAnswer"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdSplitSplit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SplitRequest"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SplitAnswer"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdKeepApartKeepApart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeepApartRequest"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdParentParent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParentRequest"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdMergesHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["History"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdChosenValuesChosen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChosenValues"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdIdentifiersListed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedIdentifiers"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdIdentifiersLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkRequest"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedIdentifier"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdIdentifiersLinkUnlink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ConnectionsConnections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionList"];
                };
            };
        };
    };
    ApiV1ConnectionsConnect: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionRequest"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionItem"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ConnectionsConnectionIdDisconnect: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ConnectionsConnectionIdChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionChange"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionItem"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ConnectionsConnectionIdCheckCheck: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckResult"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1SourcesSources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["SourceMark"];
                    };
                };
            };
        };
    };
    ApiV1WebhooksConnectionIdReceive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request accepted, processing continues off-line */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1WebhooksWebhooks: {
        parameters: {
            query?: {
                state?: components["schemas"]["Standing"] | null;
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArrivedPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1WebhooksDeliveryIdReplayReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request accepted, processing continues off-line */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Arrived"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ConnectionsConnectionIdWebhookSecretsSecrets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookSecrets"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAddress"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1SyncStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncStatus"];
                };
            };
        };
    };
    ApiV1SyncConnectionIdRunRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request accepted, processing continues off-line */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncItem"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1SyncConnectionIdBackfillBackfill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Backfill"];
            };
        };
        responses: {
            /** @description Request accepted, processing continues off-line */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncItem"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1JobsJobIdReplayReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request accepted, processing continues off-line */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1OutboxWrittenIdRetryRetry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                written_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request accepted, processing continues off-line */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ChangesChanges: {
        parameters: {
            query?: {
                account?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stream Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1FieldsFields: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldList"];
                };
            };
        };
    };
    ApiV1FieldsDefine: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Draft"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Field"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1FieldsFieldIdChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                field_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Change"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Field"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1TeammatesTeammates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeammateList"];
                };
            };
        };
    };
    ApiV1AccountsAccountIdFieldsAccountFields: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldsShown"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdHistoryAccountHistory: {
        parameters: {
            query?: {
                field?: string | null;
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdFieldsContactFields: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldsShown"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdHistoryContactHistory: {
        parameters: {
            query?: {
                field?: string | null;
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdPeoplePeople: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["People"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AccountsAccountIdRelationshipsRelationships: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relationships"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ContactsContactIdRoleSetRoles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleEdit"];
            };
        };
        responses: {
            /** @description Additional response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldsShown"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1AuditAudit: {
        parameters: {
            query?: {
                account?: string | null;
                contact?: string | null;
                user?: string | null;
                from?: string | null;
                cursor?: string | null;
                limit?: number;
                refreshes?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1MatchesMatches: {
        parameters: {
            query?: {
                /** @description Which suggestions: of one state, or all that people have decided. */
                state?: components["schemas"]["Listed"];
                kind?: components["schemas"]["identity_suggestions_model_Kind"] | null;
                account?: string | null;
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchPage"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1MatchesSuggestionIdAcceptAccept: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                suggestion_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Acceptance"] | null;
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchItem"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1MatchesSuggestionIdRejectReject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                suggestion_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rejection"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchItem"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1MatchesSuggestionIdTakeBackTakeBack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                suggestion_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchItem"];
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
    ApiV1ReferenceHandler: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.oai.openapi+json": string;
                };
            };
        };
    };
    ApiV1ReferenceOpenapiJsonHandler: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.oai.openapi+json": string;
                };
            };
        };
    };
    ApiV1ReferencePathHandleSchemaPathNotFound: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status_code: number;
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                    };
                };
            };
        };
    };
}
