// Allocates 100 MiB, waits behind each of them, and looks whether every byte is still what it was.
//
// Go takes all memory behind its data as its own. A stack for Asyncify that was taken by memory.grow would lie in the midst
// of it: the stack would spoil Go's memory, and Go the stack.
package main

import "time"

const (
	pieces = 100
	size   = 1 << 20
)

// A value for each byte, which no other piece has at the same place.
func pattern(piece, offset int) byte {
	return byte(piece + offset + offset>>8)
}

func main() {
	var memory [pieces][]byte
	for piece := range memory {
		memory[piece] = make([]byte, size)
		for offset := range memory[piece] {
			memory[piece][offset] = pattern(piece, offset)
		}
		time.Sleep(time.Millisecond)
	}
	for piece, bytes := range memory {
		for offset, value := range bytes {
			if value != pattern(piece, offset) {
				println("byte", offset, "of piece", piece, "is not as it was written")
				return
			}
		}
	}
	println(pieces*size>>20, "MiB are as they were written.")
}
