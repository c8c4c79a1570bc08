// Package enum gives numbers their names, for the String, MarshalText and
// UnmarshalText methods of types that are numbers in Go and words in JSON.
//
// The names of a type are a slice in the order of its values; a value whose name is
// "" has none:
//
//	var colourNames = [...]string{"", "red", "green"}
//
//	func (c Colour) String() string { return enum.Name(colourNames[:], c, "Colour") }
package enum

import "fmt"

// Name returns the name of v, or "Kind(v)" if it has none. It never fails.
func Name[T ~uint8](names []string, v T, kind string) string {
	if int(v) < len(names) && names[v] != "" {
		return names[v]
	}
	return fmt.Sprintf("%s(%d)", kind, uint8(v))
}

// Text returns the name of v. The error says that pkg has no such kind of value.
func Text[T ~uint8](names []string, v T, pkg, kind string) ([]byte, error) {
	if int(v) < len(names) && names[v] != "" {
		return []byte(names[v]), nil
	}
	return nil, fmt.Errorf("%s: there is no %s %d", pkg, kind, uint8(v))
}

// Set sets v to the value named text. An unknown name is an error, which quotes its
// beginning, and leaves v as it is.
func Set[T ~uint8](v *T, names []string, text []byte, pkg, kind string) error {
	for n, name := range names {
		if name != "" && name == string(text) {
			*v = T(n)
			return nil
		}
	}
	return fmt.Errorf("%s: unknown %s %.40q", pkg, kind, text)
}
