"""Class mode: a room with a code, phones that predict and play, an instructor who reveals.

- `limits`: how much of anything there may be, and who asks too often
- `store`: rooms, participants and answers in one SQLite file
- `rooms`: a room is opened, moved on, locked, begun anew; `people`: who is in it and what they answered
- `exercises`: what may be answered in each exercise; `scene`: what is known of a scenario before anything is run
- `working`: what the model says, as plain as JSON; `beside`: answers beside it
- `pages`: addresses, of `phones` and of the instructor's `desk`; `views` and `wall`: what they show; `drawn`: pictures;
  `export`: tables and files
- `classroom`: what all of these share; `requests`: what comes in with a request
"""
