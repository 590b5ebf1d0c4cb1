"""What people write and say: short texts for engagements and tickets. `{name}` is the company; it writes first."""

THREADS = (
    (
        "Rollout plan for {name}",
        (
            "We would like to start with the depots in the south. Could you send the plan that we talked about?",
            "Attached: the plan with three waves. The first needs about two weeks.",
            "Looks good. Our IT asks whether the driver app runs on older Android phones.",
            "It does, from version 9 on. I will add a page on it to the plan.",
        ),
    ),
    (
        "Purchase order for the next invoice",
        (
            "Our finance team cannot match your invoice. Could you put our order number on it?",
            "Of course, please send it and we will issue the invoice again.",
            "It is 4500-18-221. Thank you!",
        ),
    ),
    (
        "Quarterly review",
        (
            "Shall we put the quarterly review on the calendar? Our head of operations would like to join.",
            "Gladly. Thursday morning would work, and I will bring the usage figures.",
            "Thursday it is. Please show us route planning and fuel cards, too.",
        ),
    ),
    (
        "Question about driver scoring",
        (
            "Is driver scoring part of our plan? A colleague saw it at another company.",
            "Not yet: it comes with Enterprise. I can switch it on for a month so that you can try it.",
        ),
    ),
    (
        "Seats for the new depot",
        (
            "We open a new depot next month and need about a dozen more seats.",
            "Congratulations! I will send a quote today.",
            "Thank you, we will decide this week.",
            "Quote attached. It is valid for thirty days.",
        ),
    ),
    (
        "Contract and data protection",
        (
            "Our lawyers ask where the position data is kept and for how long.",
            "In the region that you chose, for thirteen months. I attach the agreement and the list of processors.",
        ),
    ),
    (
        "Überarbeitetes Angebot",
        (
            "Könnten Sie das Angebot um 40 Sensoren ergänzen?",
            "Gern, anbei die neue Fassung. Der Preis je Sensor sinkt damit auf die nächste Stufe.",
        ),
    ),
)
UNANSWERED = ("Checking in", "Is everything all right?", "Your renewal is coming up", "Can we talk next week?")
CALLS = (
    ("Check-in call", "Talked through open points. They want the maintenance plans for the vans first."),
    ("Renewal call", "Discussed the renewal. They compare with another tool but like the dispatch board."),
    ("Pricing call", "Went through the price tiers. They expect more seats after the summer."),
    ("Follow-up on the demo", "Left a message, will try again."),
    ("Escalation call", "Called about the sync problem. They accept the date for the fix."),
    ("Introduction of the new dispatcher", "Showed the live map and the route planning."),
)
MEETINGS = (
    ("Quarterly business review", "Usage, open tickets, plans for the next quarter."),
    ("Kick-off", "Goals, people, calendar of the rollout."),
    ("Training for dispatchers", "Dispatch board and route planning, with exercises."),
    ("Roadmap session", "Cold chain monitoring and the API."),
    ("Steering group", "Progress of the rollout and what blocks it."),
)
NOTES = (
    "They plan to add forty vans next year.",
    "Procurement needs three offers above 25,000.",
    "The head of operations came from a competitor's customer and knows the market.",
    "Uses spreadsheets beside our reports; ask why.",
    "Happy with support since the last fix. Could be a reference.",
    "Fiscal year ends in March.",
)
TASKS = (
    "Send the adoption report",
    "Prepare the renewal offer",
    "Ask for the new purchase order",
    "Invite to the user group",
    "Check why fuel cards are not used",
    "Introduce the new contact to support",
)
TICKETS = (
    ("Positions are delayed by ten minutes", "live_map", "incident", "Platform"),
    ("Cannot log in after password change", "login", "problem", "Support"),
    ("How do we export trips to Excel?", "reports", "question", "Support"),
    ("Webhook retries stop after three attempts", "api", "incident", "Platform"),
    ("Invoice shows the wrong address", "billing", "task", "Billing"),
    ("Driver app crashes when a photo is added", "driver_app", "problem", "Platform"),
    ("Geofence alerts arrive twice", "geofences", "problem", "Platform"),
    ("Fuel card transactions are missing", "fuel_cards", "incident", "Platform"),
    ("Please add two more administrators", "users", "task", "Onboarding"),
    ("Temperature alarms for trailer 14", "cold_chain", "question", "Support"),
    ("Route planning ignores the toll setting", "route_planning", "problem", "Platform"),
    ("Bericht enthält keine Umlaute", "reports", "problem", "Support"),
)
REPLIES = (
    "Thank you for the report. We can see it on our side and are looking into it.",
    "Could you tell us since when this happens, and for which vehicles?",
    "We have found the cause and will ship a fix tomorrow.",
    "This works as follows: open the settings of the depot and choose the second tab.",
)
ANSWERS = (
    "It started on Monday, for all vans of the depot.",
    "Thank you, that helped.",
    "It still happens here, see the picture.",
    "Any news?",
)
INTERNAL = (
    "Same cause as last week's report, the queue was behind.",
    "Asked the platform team to look.",
    "Careful: their renewal is near.",
)
