package ticket

type Ticket struct{ Status Status }
