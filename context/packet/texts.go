package packet

import (
	"cmp"
	"slices"
	"strings"

	"github.com/handover-dev/handover"
)

// A text is an agent-visible string, in Indonesian and English.
type text struct {
	key string
	in  [2]string
}

// say returns the text of key in the agent's language, or "".
func say(key, lang string) string {
	i, ok := slices.BinarySearchFunc(texts[:], key, func(t text, key string) int { return cmp.Compare(t.key, key) })
	switch {
	case !ok:
		return ""
	case lang == "en":
		return texts[i].in[1]
	}
	return texts[i].in[0]
}

// agentLanguage returns "id" or "en".
func agentLanguage(wanted, customers string) string {
	for _, tag := range []string{wanted, customers} {
		switch primary, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(tag, "_", "-")), "-"); primary {
		case "en", "id":
			return primary
		}
	}
	return "id"
}

const maxSuggestions = 3

// suggestions returns the next steps for the reasons, strongest first.
func suggestions(reasons []handover.Reason, lang string) []Suggestion {
	var out []Suggestion
	for _, r := range reasons {
		if r.Muted || len(out) == maxSuggestions {
			continue
		}
		for _, key := range []string{r.Trigger + "/" + r.Code, r.Trigger} {
			if t := say("next/"+key, lang); t != "" {
				out = append(out, Suggestion{key, r.Message, t})
				break
			}
		}
	}
	if len(out) == 0 {
		out = []Suggestion{{"", -1, say("next", lang)}}
	}
	return out
}
