"""Class mode: a room with a code, phones that predict and play, an instructor who reveals.

- `limits`: how much of anything there may be, and who asks too often
- `store`: rooms, participants and answers in one SQLite file
- `rooms`: what happens in a room: opening, joining, answering, moving on
- `exercises`: what may be answered in each exercise; `scene`: what is known of a scenario before anything is run
- `working`: what the model says, as plain as JSON; `beside`: answers beside it
- `pages`: addresses; `phone` and `desk`: what their pages show; `drawn`: small pictures; `export`: tables and files
"""
