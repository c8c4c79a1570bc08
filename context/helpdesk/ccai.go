package helpdesk

import (
	"slices"
	"strings"

	"github.com/handover-dev/handover/context/packet"
	"github.com/handover-dev/handover/context/ticket"
)

// CCAI asks Google's Contact Center AI Platform for a human. There is no request
// to make: the one call has no method, and its body is the answer of the bot's
// webhook to Dialogflow CX.
//
// Verified: the payload "ujet", and live_agent_handoff, which Dialogflow uses for
// measurement only and whose metadata may be anything. From memory: how they lie in
// the answer. The reason is by_consumer where the customer has asked for a human,
// and by_virtual_agent otherwise. No limits are known; the summary is cut to 4,000
// characters.
type CCAI struct {
	// Languages are the platform's language codes by ours; without an entry it is
	// the primary subtag.
	Languages map[string]string `json:"languages,omitempty"`
	Agents    map[string]string `json:"agents,omitempty"`   // extensions by our agents' names
	Fallback  string            `json:"fallback,omitempty"` // the fallback menu, copied into the payload
}

var _ Desk = CCAI{}

const ccaiSummary = 4000

type ujet struct {
	Type     string `json:"type"`
	Action   string `json:"action"`
	Reason   string `json:"escalation_reason"`
	Virtual  bool   `json:"allow_virtual_agent"`
	Agent    string `json:"agent_extension,omitempty"`
	Fallback string `json:"fallback_menu,omitempty"`
	Language string `json:"language,omitempty"`
}

// Calls implements [Desk].
func (d CCAI) Calls(t *ticket.Ticket) ([]Call, error) {
	s := open("ccai", t)
	if s.err != nil {
		return nil, s.err
	}
	u := ujet{Type: "action", Action: "direct", Reason: "by_virtual_agent", Fallback: d.Fallback, Language: d.Languages[t.Language]}
	if slices.ContainsFunc(t.Packet.Reasons, func(r packet.Reason) bool { return r.Trigger == "explicit_request" }) {
		u.Reason = "by_consumer"
	}
	if u.Language == "" {
		u.Language, _, _ = strings.Cut(t.Language, "-")
	}
	if t.Assignee != "" && len(d.Agents) > 0 {
		u.Agent, _ = owner(s, "agents", d.Agents, t.Assignee)
	}
	metadata := object(s.attributes())
	metadata["handover_summary"] = ticket.Cut(summary(&t.Packet), ccaiSummary)
	if t.Team != "" {
		metadata["handover_team"] = t.Team
	}
	s.add("answer", "", "", map[string]any{"fulfillment_response": map[string]any{"messages": []any{
		map[string]any{"payload": map[string]any{"ujet": u}},
		map[string]any{"live_agent_handoff": map[string]any{"metadata": metadata}},
	}}})
	return s.done()
}
