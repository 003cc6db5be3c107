"""One morning as a moving picture: people between queues and counters, files between agencies.

`wogsim.animation.morning` picks the morning, `scene` says who is where when, `layout` where that is on the picture,
`draw` and `film` make pictures and a GIF of them.
"""
