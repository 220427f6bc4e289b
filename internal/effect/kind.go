package effect

// A Kind says what an effect is.
type Kind uint8

const (
	Clock Kind = iota + 1
	Random
	Environment
	Input
	Files
	FileInfo
	WriteFiles
	Network
	Process
	System
	Arguments
	Runtime
	Address
	Context
	MapOrder
	Completion
	Ready
	Declared // impure, because a flag or a directive says so
	Unknown  // cannot be determined
	Stdout   // the first that a hit loses
	Writes
	Mutates
)

// phrases are what a function does, as findings say it after its name. Writes,
// Mutates and Unknown depend on their object.
var phrases = map[Kind]string{
	Clock:       "reads the clock",
	Random:      "draws random numbers",
	Environment: "reads the environment",
	Input:       "reads standard input",
	Files:       "reads files",
	FileInfo:    "looks at the file system",
	WriteFiles:  "changes files",
	Network:     "uses the network",
	Process:     "depends on processes",
	System:      "calls the operating system",
	Arguments:   "reads the program's arguments",
	Runtime:     "asks the runtime for its state",
	Address:     "depends on addresses in memory",
	Context:     "reads a value from its context",
	MapOrder:    "depends on the order of a map",
	Completion:  "depends on the order in which goroutines finish",
	Ready:       "depends on which channel is ready first",
	Declared:    "is impure",
	Stdout:      "writes to standard output",
}

func (k Kind) String() string { return phrases[k] }

// Category is the check that reports an effect.
func (k Kind) Category() string {
	switch k {
	case Stdout, Writes:
		return "output"
	case Mutates:
		return "mutation"
	}
	return "impure"
}
