package main

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"github.com/handover-dev/handover/internal/linear"
)

// record is a line of a public data set.
type record struct {
	Text, Label, Sentiment, Tags string
	Aspects                      map[string]string
}

// source is one public data set: its folder, the language, and how a line of
// it becomes a row. A row about which nothing is known is dropped.
type source struct {
	name, lang string
	files      []string
	label      func(r *row, x *record)
}

var trainFile = []string{"train.jsonl"}

var sources = []source{
	{"smsa", "id", trainFile, labelReview},
	{"prdect_id", "id", trainFile, labelPrdect},
	{"casa", "id", trainFile, labelAspects},
	{"hoasa", "id", trainFile, labelAspects},
	{"nusax_indonesian", "id", trainFile, labelParallel},
	{"nusax_english", "en", trainFile, labelParallel},
	{"bitext", "en", trainFile, labelBitext},
	{"clinc150", "en", trainFile, labelClinc},
	{"banking77", "en", trainFile, labelBanking},
	{"hint3_curekart", "en", trainFile, labelHint},
	{"hint3_sofmattress", "en", trainFile, labelHint},
	{"multidogo", "en", []string{"airline.train.jsonl", "fastfood.train.jsonl", "finance.train.jsonl",
		"insurance.train.jsonl", "media.train.jsonl", "software.train.jsonl"}, labelDogo},
}

// readPublic reads the training parts of the data sets below dir. Texts that
// recur, apart from their case, are taken once for each set.
func readPublic(dir string) ([]row, error) {
	var rows []row
	for _, s := range sources {
		seen := make(map[string]bool)
		for _, file := range s.files {
			err := eachLine(filepath.Join(dir, s.name, file), func(line []byte) error {
				var x record
				if err := json.Unmarshal(line, &x); err != nil {
					return err
				}
				key := strings.ToLower(x.Text)
				if seen[key] {
					return nil
				}
				seen[key] = true
				r := newRow(x.Text, s.name)
				r.lang, r.public, r.block = s.lang, true, len(rows)/blockSize
				s.label(&r, &x)
				if r.known() {
					rows = append(rows, r)
				}
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
	}
	return rows, nil
}

// has reports whether s contains one of the parts.
func has(s string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(s, p) })
}

// labelReview takes the class of a review; no reviewer asks for an agent.
func labelReview(r *row, x *record) {
	r.set(0, linear.ExplicitRequest, linear.SpecialPolicy, linear.Sensitive)
	r.doubtful = true
	switch x.Label {
	case "positive":
		r.sentiment(linear.Positive)
		r.set(0, linear.NegativeEmotion, linear.TechnicalIssue)
	case "neutral":
		r.sentiment(linear.Neutral)
	case "negative":
		r.sentiment(linear.Negative)
	}
}

// labelParallel takes the class of a text of NusaX, of which there are few.
func labelParallel(r *row, x *record) {
	labelReview(r, x)
	r.weight = 3
}

// labelPrdect takes the emotion of a product review.
func labelPrdect(r *row, x *record) {
	r.set(0, linear.ExplicitRequest, linear.SpecialPolicy, linear.Sensitive)
	r.doubtful = true
	if x.Sentiment == "Positive" {
		r.sentiment(linear.Positive)
		r.set(0, linear.NegativeEmotion, linear.TechnicalIssue, linear.Problem)
		return
	}
	r.sentiment(linear.Negative)
	r.set(1, linear.Problem)
	if x.Label == "Anger" {
		r.set(0.8, linear.NegativeEmotion)
	}
}

// labelAspects takes the class that all aspects with a polarity share.
func labelAspects(r *row, x *record) {
	r.set(0, linear.ExplicitRequest, linear.SpecialPolicy, linear.Sensitive)
	r.doubtful = true
	pos, neg := 0, 0
	for _, v := range x.Aspects {
		switch {
		case strings.HasPrefix(v, "pos"):
			pos++
		case strings.HasPrefix(v, "neg"):
			neg++
		}
	}
	switch {
	case pos > 0 && neg == 0:
		r.sentiment(linear.Positive)
	case neg > 0 && pos == 0:
		r.sentiment(linear.Negative)
	}
}

// labelBitext reads intents of customer-service requests. Those on accounts
// and on troubles are left open where our labels depend on the wording.
func labelBitext(r *row, x *record) {
	heat := strings.Contains(x.Tags, "W")
	r.set(0, linear.ExplicitRequest, linear.SpecialPolicy, linear.TechnicalIssue, linear.Sensitive)
	if !heat {
		r.set(0, linear.NegativeEmotion)
	}
	switch x.Label {
	case "contact_human_agent":
		r.set(1, linear.ExplicitRequest)
	case "contact_customer_service":
		r.set(unknown, linear.ExplicitRequest)
	case "complaint":
		r.set(unknown, linear.ExplicitRequest, linear.NegativeEmotion)
		r.set(1, linear.Problem)
	case "payment_issue", "registration_problems":
		r.set(unknown, linear.TechnicalIssue)
		r.set(1, linear.Problem)
	case "edit_account", "switch_account", "recover_password", "delete_account":
		r.set(unknown, linear.Sensitive)
	case "get_refund", "check_cancellation_fee":
		r.set(unknown, linear.SpecialPolicy)
	default:
		r.set(0, linear.Problem)
		r.sentiment(linear.Neutral)
		r.weight = 0.5
	}
	if heat {
		r.set(unknown, linear.Positive, linear.Neutral, linear.Negative)
	}
}

// labelClinc reads intents of an assistant; they are far from customer
// service and serve as negatives.
func labelClinc(r *row, x *record) {
	r.weight = 0.5
	r.set(0, linear.ExplicitRequest, linear.SpecialPolicy, linear.TechnicalIssue,
		linear.Sensitive, linear.NegativeEmotion)
	switch {
	case x.Label == "oos":
		r.set(unknown, linear.ExplicitRequest)
	case has(x.Label, "fraud", "account_blocked", "lost_card", "pin_change", "user_name",
		"damaged_card", "card_declined", "lost_luggage", "jump_start"):
		r.set(unknown, linear.Sensitive, linear.TechnicalIssue, linear.NegativeEmotion)
		r.set(1, linear.Problem)
	default:
		r.set(0, linear.Problem)
	}
}

// labelBanking reads intents of bank customers, most of whom have a trouble.
func labelBanking(r *row, x *record) {
	r.weight = 0.5
	r.set(0, linear.ExplicitRequest, linear.SpecialPolicy)
	if has(x.Label, "not_", "fail", "declin", "swallow", "pending", "revert", "wrong",
		"lost", "compromised", "charged", "unable", "blocked", "Refund") {
		r.set(1, linear.Problem)
		return
	}
	r.set(0, linear.TechnicalIssue, linear.NegativeEmotion)
	if !has(x.Label, "pin", "passcode", "identity", "verify", "edit_personal", "terminate", "fraud") {
		r.set(0, linear.Sensitive, linear.Problem)
	}
}

// labelHint reads intents of two live shop bots.
func labelHint(r *row, x *record) {
	r.weight = 0.5
	r.set(0, linear.SpecialPolicy, linear.Sensitive)
	if !has(x.Label, "CHAT_WITH_AGENT", "CALL_CENTER", "CONSULT") {
		r.set(0, linear.ExplicitRequest)
	}
	if !has(x.Label, "PORTAL_ISSUE", "PAYMENT", "SIGN_UP", "ORDER") {
		r.set(0, linear.TechnicalIssue)
	}
}

// labelDogo reads customer turns of six domains. Nearly none asks for a human
// or a favour; turns that give personal data are left open.
func labelDogo(r *row, x *record) {
	r.weight = 0.5
	r.set(0, linear.ExplicitRequest, linear.SpecialPolicy, linear.NegativeEmotion)
	r.doubtful = has(x.Label, "greeting", "outofdomain")
	switch {
	case has(x.Label, "greeting", "thankyou", "confirmation", "rejection", "order", "book", "seat", "boarding"):
		r.set(0, linear.Sensitive, linear.TechnicalIssue, linear.Problem)
	case has(x.Label, "broken", "dispute", "lostcard"):
		r.set(1, linear.Problem)
	case has(x.Label, "contentonly"):
		r.set(0, linear.TechnicalIssue, linear.Problem)
	case !has(x.Label, "server", "software", "domain"):
		r.set(0, linear.TechnicalIssue)
	}
}
