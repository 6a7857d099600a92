"""The way in: what stands between the network and the application.

A request takes a thread only when it is there whole, within limits of time and size; until then,
and while its answer is read, it costs a connection and a place among those of its address.

``reading`` reads of each a little at once, ``connection`` watches the clock and counts, ``crowd``
says who goes when there are too many, ``bodies`` reads what is sent, ``turns`` shares the threads
out, ``calling`` runs the WSGI application in one, and ``application`` is the whole way of a
request.
"""
