package linear

// Head names one thing that a message can be asked about. Each has a column
// in the packed table.
type Head uint8

// The heads. The first five and Problem read customer messages, OutOfScope
// and DataNotFound read bot messages; the three of sentiment exclude one
// another and their probabilities add up to one.
const (
	ExplicitRequest Head = iota // asks for a human
	NegativeEmotion             // anger, disappointment, panic, irony at the service
	SpecialPolicy               // wants an exception to the rules
	TechnicalIssue              // reports a present malfunction
	Sensitive                   // identity, secrets, fraud, claims
	OutOfScope                  // the bot did not understand or cannot answer
	DataNotFound                // the bot found no record, or its system failed
	Positive                    // sentiment of the text
	Neutral
	Negative
	Problem // states a trouble or a need that is more than a question

	Heads int = iota // number of heads
)

var headNames = [Heads]string{
	"explicit_request", "negative_emotion", "special_policy", "technical_issue",
	"sensitive", "out_of_scope", "data_not_found",
	"positive", "neutral", "negative", "problem",
}

// String returns the name of the trigger or class that h stands for, and
// "unknown" for a value that is no head.
func (h Head) String() string {
	if int(h) >= Heads {
		return "unknown"
	}
	return headNames[h]
}

// Bot reports whether h reads messages of the bot. All other heads read
// messages of the customer.
func (h Head) Bot() bool { return h == OutOfScope || h == DataNotFound }
