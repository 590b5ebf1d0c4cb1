"""Which mails are one conversation: pure rules over headers, sources' own threads, subjects and people.

Order, repetition and delay of what is told make no difference: threads are a function of the set of mails.
"""
