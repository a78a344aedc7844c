// The processor as Linux describes it, and as it may not.
#include "core/tensor/Machine.h"

#include <gtest/gtest.h>

#include <sstream>

namespace latentscape {
namespace {

TEST(Machine, IsReadFromWhatTheKernelSays) {
    std::istringstream text("processor\t: 0\n"
                            "model\t\t: 143\n"
                            "model name\t: Some Maker 8481C @ 2.70GHz\n"
                            "flags\t\t: fpu avx2 avx512f avx512fp16 amx_bf16 avx512_bf16\n");
    const Machine machine = readProcessor(text);
    EXPECT_EQ(machine.processor, "Some Maker 8481C @ 2.70GHz");
    EXPECT_EQ(machine.abilities, (std::vector<std::string>{"AVX2", "AVX-512", "bf16", "AMX"}));
}

TEST(Machine, WithoutNameOrAbilitiesIsNoMatter) {
    for (const char* words : {"", "flags", "flags:", "model name:\nflags: fpu sse2 avx512fake", "::::\n\n"}) {
        std::istringstream text(words);
        const Machine machine = readProcessor(text);
        EXPECT_EQ(machine.processor, "") << words;
        EXPECT_TRUE(machine.abilities.empty()) << words;
    }
}

TEST(Machine, ThisOneHasThreadsAndMemory) {
    const Machine machine = thisMachine();
    EXPECT_GE(machine.threads, 1);
    EXPECT_GT(machine.memory, 1 << 20);
}

} // namespace
} // namespace latentscape
