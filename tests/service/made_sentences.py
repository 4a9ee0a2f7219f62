"""Sentences made to try what comes out of a translation untouched: @ is where that stands."""

TEMPLATES: dict[str, str] = {
    "sites": """\
See @ for details.
You can find the form at @ and send it back to us.
Please visit @ to book your ticket.
The photos are on @ if you want to see them.
Go to @, click on your name and change your password.
I read it on @ yesterday.
More information: @
Have you seen @? It is very funny.
Download the file from @ and open it.
My website is @.
The address of the page is @, but it does not work today.
We moved to @ last week.
If you need help, look at @ first.
They sell it on @ for ten euros.
The link @ is broken.
Read the rules on @ before you start.
You will find our shop at @ or in the city centre.
Open @ in your browser.
I bought my shoes on @.
Click here: @
""",
    "mails": """\
Write to @ if you have any questions.
Send your letter to @ before Friday.
My e-mail address is @.
Please contact @ to change your booking.
You can reach us at @ or by phone.
I sent it to @ yesterday, but nobody answered.
Is @ your new address?
Ask @ for the key.
The bill was sent to @.
If you do not get an answer, write to @ again.
""",
    "codes": """\
Run @ to install the program.
The command @ shows all files.
Type @ and press Enter.
Use @ instead of the old name.
The file @ is missing.
Set @ to zero and try again.
The function @ returns a number.
What does @ mean?
Open @ with a text editor and change the second line.
If @ does not work, try it as an administrator.
You must call @ before you start.
The variable @ is empty.
I wrote @ in the wrong place.
Copy @ into your folder.
""",
    "names": """\
Hello @, welcome back!
Dear @,
@ has sent you a message.
You have a new friend: @.
Do you want to delete @?
Thank you for your order, @.
Your appointment with @ is tomorrow.
The file @ could not be opened.
@ likes your photo.
Welcome to @!
Are you sure that you want to leave @?
Last changed by @ on Monday.
Happy birthday, @! We hope that you have a great day.
@ and @ are now friends.
Good morning, @. How are you today?
The package will be delivered to @ tomorrow.
Log in as @
Your code is @.
This message was sent by @.
We could not find @ in your list.
""",
    "counts": """\
You have @ new messages.
@ people like this.
It takes @ minutes to get there.
There are only @ seats left.
The total is @ euros.
Page @ of the book is missing.
You can try again in @ seconds.
@ files were deleted.
Your order of @ items is on its way.
The price went up by @ percent last year.
She is @ years old.
We have been waiting for @ hours.
""",
    "pictures": """\
I @ you so much!
We had a great time @ and we will come back.
Thank you @ see you tomorrow!
I am so tired @ but happy.
Happy birthday @ my friend!
The food was @ and the people were nice.
Good night @ sleep well.
Let's go to the beach @ this weekend.
This song @ is my favourite.
I love pizza @, coffee @ and books.
He said @ and left.
It is raining @ again, so we stay at home.
""",
}

KEPT: dict[str, tuple[str, ...]] = {
    "sites": (
        "https://example.com/a?b=c#d",
        "www.example.org/form",
        "https://shop.example/es/42/x_y",
    ),
    "mails": (
        "ana.b@mail.example.com",
        "info@example.com",
        "j.smith+x@uni.example",
    ),
    "codes": (
        "`ls -la`",
        '`config.get("x")`',
        "`/etc/hosts`",
    ),
    "names": (
        "{name}",
        "%s",
        "${user}",
        "%(name)s",
        "{{ name }}",
    ),
    "counts": (
        "{count}",
        "%d",
        "{0}",
    ),
    "pictures": (
        "😀",
        "❤️",
        "🎉🎉",
    ),
}


def made_sentences() -> list[tuple[str, str]]:
    """Fill every template, each sentence beside what is kept in it."""
    return [
        (template.replace("@", kept), kept)
        for kind, templates in TEMPLATES.items()
        for kept in KEPT[kind]
        for template in templates.splitlines()
    ]
