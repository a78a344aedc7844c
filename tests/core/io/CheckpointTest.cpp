#include "core/io/Checkpoint.h"

#include "core/io/Safetensors.h"
#include "TemporaryFolder.h"

#include <cmath>
#include <numeric>
#include <sys/stat.h>

namespace latentscape {
namespace {

ModelConfig smallModel() {
    return {ModelKind::Vae, {1, 2, 3}, denseStack({4}), ModelConfig::mirrored({4}), 2};
}

// Five steps on noise, so that every buffer holds something.
std::unique_ptr<Model> trained(const OptimizerConfig& optimizer) {
    auto model = makeModel(smallModel(), optimizer, 7);
    Random random(3);
    Tensor images({4, 6});
    for (int step = 0; step < 5; ++step) {
        random.fillUniform(images.values(), 0, 1);
        model->step(images, {}, random);
    }
    return model;
}

Checkpoint example(const OptimizerConfig& optimizer = {}) {
    Checkpoint checkpoint;
    checkpoint.optimizer = optimizer;
    captureModel(*trained(optimizer), checkpoint);
    checkpoint.settings = R"({"epochs":3})";
    checkpoint.random = {~0ULL, 2, (1ULL << 40) + 1};
    checkpoint.order.resize(10);
    std::iota(checkpoint.order.rbegin(), checkpoint.order.rend(), 0);
    checkpoint.epoch = 1;
    checkpoint.cursor = 8;
    checkpoint.step = 5;
    checkpoint.dataFingerprint = 0xfedcba98;
    return checkpoint;
}

void expectSame(const std::vector<Checkpoint::Entry>& a, const std::vector<Checkpoint::Entry>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].name, b[i].name);
        EXPECT_EQ(a[i].shape, b[i].shape);
        EXPECT_EQ(a[i].values, b[i].values);
    }
}

void expectSame(const Checkpoint& a, const Checkpoint& b) {
    EXPECT_EQ(a.model, b.model);
    EXPECT_EQ(a.optimizer, b.optimizer);
    EXPECT_EQ(a.settings, b.settings);
    expectSame(a.weights, b.weights);
    expectSame(a.lastWeights, b.lastWeights);
    expectSame(a.optimizerState, b.optimizerState);
    EXPECT_EQ(a.random, b.random);
    EXPECT_EQ(a.order, b.order);
    EXPECT_EQ(std::tie(a.optimizerSteps, a.epoch, a.cursor, a.step, a.weightsStep, a.dataFingerprint),
              std::tie(b.optimizerSteps, b.epoch, b.cursor, b.step, b.weightsStep, b.dataFingerprint));
}

// What loadCheckpoint says when the stored file was changed by `damage`, with a right checksum.
template <typename Damage> std::string refusal(const Damage& damage) {
    const TemporaryFolder folder;
    saveCheckpoint(folder / "c", example());
    SafetensorsFile content = readSafetensors(folder / "c");
    damage(content);
    writeSafetensors(folder / "c", content);
    return messageOf(ErrorKind::Input, [&] { loadCheckpoint(folder / "c"); });
}

void replace(std::string& text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << text;
    text.replace(at, from.size(), to);
}

TEST(CheckpointTest, RoundTripWithEveryOptimizer) {
    const TemporaryFolder folder;
    for (const auto& [kind, name] : kOptimizerNames) {
        OptimizerConfig optimizer;
        optimizer.kind = kind;
        optimizer.weightDecay = 0.01f;
        const Checkpoint checkpoint = example(optimizer);
        ASSERT_FALSE(checkpoint.optimizerState.empty());
        EXPECT_EQ(checkpoint.optimizerSteps, std::vector<std::int64_t>{5});
        saveCheckpoint(folder / "c", checkpoint);
        expectSame(loadCheckpoint(folder / "c"), checkpoint);
    }
}

TEST(CheckpointTest, KnowsItsRunAndItsSize) {
    const TemporaryFolder folder;
    Checkpoint checkpoint = example();
    EXPECT_TRUE(checkpoint.run.empty());
    checkpoint.run = "2026-11-25 20.14.05 dense-400";
    saveCheckpoint(folder / "c", checkpoint);
    EXPECT_EQ(loadCheckpoint(folder / "c").run, checkpoint.run);
    EXPECT_LT(sizeOf(checkpoint), static_cast<std::int64_t>(std::filesystem::file_size(folder / "c")));
    EXPECT_GT(sizeOf(checkpoint), static_cast<std::int64_t>(checkpoint.weights[0].values.size() * 12));
}

TEST(CheckpointTest, HoldsTheLastWeightsBesideBetterOnes) {
    const TemporaryFolder folder;
    Checkpoint checkpoint = example();
    checkpoint.lastWeights = checkpoint.weights;
    checkpoint.lastWeights[0].values[0] += 1;
    checkpoint.weightsStep = 3;
    saveCheckpoint(folder / "c", checkpoint);
    expectSame(loadCheckpoint(folder / "c"), checkpoint);
    SafetensorsFile content = readSafetensors(folder / "c");
    ASSERT_EQ(content.tensors.erase("last.decoder.0.bias"), 1U);
    writeSafetensors(folder / "c", content);
    const std::string message = messageOf(ErrorKind::Input, [&] { loadCheckpoint(folder / "c"); });
    EXPECT_NE(message.find("\"last.decoder.0.bias\" is missing"), std::string::npos) << message;
}

TEST(CheckpointTest, TensorsHaveTheDocumentedNames) {
    const TemporaryFolder folder;
    saveCheckpoint(folder / "c", example());
    const SafetensorsFile file = readSafetensors(folder / "c");
    EXPECT_TRUE(file.tensors.contains("encoder.0.weight"));
    EXPECT_TRUE(file.tensors.contains("optimizer.m.encoder.0.weight"));
    EXPECT_EQ(file.tensors.at("data.order").type, TensorType::U32);
    EXPECT_EQ(file.metadata.at("format"), "latentscape-checkpoint");
}

TEST(CheckpointTest, ARestoredModelGoesOnExactly) {
    const auto model = trained({});
    Checkpoint checkpoint;
    captureModel(*model, checkpoint);
    const auto other = makeModel(smallModel(), {}, 99);
    restoreModel(checkpoint, *other);
    Random random(5);
    Random same(5);
    const Tensor images({4, 6}, std::vector<float>(24, 0.25f));
    for (int step = 0; step < 3; ++step) {
        EXPECT_EQ(model->step(images, {}, random), other->step(images, {}, same));
    }
    EXPECT_TRUE(std::ranges::equal(model->parameters().values(), other->parameters().values()));
}

TEST(CheckpointTest, RestoringIntoAnotherModelChangesNothing) {
    ModelConfig wider = smallModel();
    setDenseWidths(wider, {5});
    const auto model = makeModel(wider, {}, 1);
    const std::vector<float> before(model->parameters().values().begin(), model->parameters().values().end());
    const std::string message = messageOf(ErrorKind::Input, [&] { restoreModel(example(), *model); });
    EXPECT_NE(message.find("encoder.0.weight"), std::string::npos) << message;
    EXPECT_TRUE(std::ranges::equal(model->parameters().values(), before));
    ModelConfig deeper = smallModel();
    setDenseWidths(deeper, {4, 4});
    messageOf(ErrorKind::Input, [&] { restoreModel(example(), *makeModel(deeper, {}, 1)); });
    Checkpoint short_ = example();
    short_.weights[0].values.pop_back();
    messageOf(ErrorKind::Input, [&] { restoreModel(short_, *makeModel(smallModel(), {}, 1)); });
}

TEST(CheckpointTest, TheWeightsChecksumNamesTheWeights) {
    Checkpoint checkpoint = example();
    const std::string checksum = weightsChecksum(checkpoint);
    EXPECT_EQ(checksum.size(), 8U);
    EXPECT_EQ(weightsChecksum(example()), checksum);
    checkpoint.weights[0].values[0] = std::nextafter(checkpoint.weights[0].values[0], 10.0f);
    EXPECT_NE(weightsChecksum(checkpoint), checksum);
}

TEST(CheckpointTest, TensorsThatAreNotTheModelsAreRefused) {
    EXPECT_NE(refusal([](auto& file) { file.tensors.erase("encoder.0.bias"); }).find("weights"),
              std::string::npos);
    EXPECT_NE(
        refusal([](auto& file) { file.tensors.erase("optimizer.v.encoder.0.bias"); }).find("is missing"),
        std::string::npos);
    EXPECT_NE(refusal([](auto& file) { file.tensors.erase("data.order"); }).find("data.order"),
              std::string::npos);
    const StoredTensor one{TensorType::F32, {1}, std::vector<std::byte>(4)};
    EXPECT_NE(refusal([&](auto& file) { file.tensors["optimizer.x"] = one; }).find("does not belong"),
              std::string::npos);
    refusal([&](auto& file) { file.tensors["more"] = one; });
    EXPECT_NE(refusal([](auto& file) {
                  std::ranges::reverse(file.tensors.at("encoder.0.weight").shape);
              }).find("has the shape"),
              std::string::npos);
    EXPECT_NE(refusal([](auto& file) {
                  file.tensors.at("encoder.0.bias").type = TensorType::U32;
              }).find("another type"),
              std::string::npos);
    EXPECT_NE(refusal([](auto& file) {
                  file.tensors.at("encoder.0.bias").bytes.assign(16, std::byte{0xff}); // NaN
              }).find("not finite"),
              std::string::npos);
    EXPECT_NE(refusal([](auto& file) {
                  file.tensors.at("optimizer.v.encoder.0.bias").bytes.back() = std::byte{0xbf}; // negative
              }).find("no optimizer leaves"),
              std::string::npos);
    EXPECT_NE(refusal([](auto& file) {
                  file.tensors.at("optimizer.m.encoder.0.bias").bytes.assign(16, std::byte{0xff});
              }).find("no optimizer leaves"),
              std::string::npos);
}

TEST(CheckpointTest, SettingsThatMakeNoSenseAreRefused) {
    const struct {
        const char* key;
        const char* from;
        const char* to;
        const char* reason;
    } cases[] = {
        {"format", "latentscape", "other", "not a Latentscape"},
        {"version", "2", "3", "version 3"},
        {"model", "\"latent\":2", "\"latent\":0", "latent"},
        {"model", "\"latent\":2", "\"latent\":3", "weights"},
        {"model", "\"latent\":2", "\"latent\":2,\"latent\":2", "twice"},
        {"model", "\"units\":4", "\"units\":65537", "units"},
        {"model", R"({"layer":"relu"})", R"({"layer":"dense","units":65536},{"layer":"dense","units":65536})",
         "parameters"},
        {"model", "\"units\":4", "\"units\":65536", "weights"},
        {"model", "\"channels\":1", "\"channels\":2", "channels"},
        {"model", "bernoulli", "poisson", "poisson"},
        {"model", "\"vae\"", "\"gan\"", "discriminator"},
        {"optimizer", "adam", "lion", "lion"},
        {"optimizer", "0.999", "1.0", "beta2"},
        {"settings", "{", "[", "JSON"},
        {"settings", R"({"epochs":3})", "3", "settings"},
        {"random", "\"stream\":2", "\"stream\":-2", "stream"},
        {"counters", "\"epoch\":1", "\"epoch\":-1", "epoch"},
        {"counters", "\"epoch\":1", "\"epoch\":NaN", "JSON"},
        {"counters", "\"epoch\":1", "\"epoch\":1.5", "epoch"},
        {"counters", "\"epoch\":1", "\"epoch\":99999999999999999999", "epoch"},
        {"counters", "\"epoch\":1", "\"epoch\":4611686018427387904", "epoch"},
        {"counters", "\"epoch\":1", "\"other\":1", "epoch"},
        {"counters", "\"cursor\":8", "\"cursor\":10", "cursor"},
        {"counters", "\"data_fingerprint\":4275878552", "\"data_fingerprint\":4294967296",
         "data_fingerprint"},
    };
    for (const auto& c : cases) {
        const std::string message =
            refusal([&](auto& file) { replace(file.metadata.at(c.key), c.from, c.to); });
        EXPECT_NE(message.find(c.reason), std::string::npos) << c.to << "\n" << message;
    }
    for (const char* key : {"format", "version", "model", "optimizer", "settings", "random", "counters"}) {
        const std::string message = refusal([&](auto& file) { file.metadata.erase(key); });
        EXPECT_NE(message.find(key), std::string::npos) << message;
    }
}

TEST(CheckpointTest, AnOrderThatIsNoPermutationIsRefused) {
    const auto setFirst = [](std::byte value) {
        return [value](SafetensorsFile& file) { file.tensors.at("data.order").bytes[0] = value; };
    };
    EXPECT_NE(refusal(setFirst(std::byte{10})).find("permutation"), std::string::npos);
    EXPECT_NE(refusal(setFirst(std::byte{3})).find("permutation"), std::string::npos);
}

TEST(CheckpointTest, CutOffAndFlippedFilesAreRefused) {
    const TemporaryFolder folder;
    const Checkpoint checkpoint = example();
    saveCheckpoint(folder / "c", checkpoint);
    const std::size_t whole = std::filesystem::file_size(folder / "c");
    for (std::size_t bit = 0; bit < 8 * whole; bit += 29) {
        flipBit(folder / "c", bit);
        try {
            expectSame(loadCheckpoint(folder / "c"), checkpoint);
        } catch (const Error& e) {
            EXPECT_EQ(e.kind(), ErrorKind::Input) << e.what();
        }
        flipBit(folder / "c", bit);
    }
    expectSame(loadCheckpoint(folder / "c"), checkpoint);
    for (std::size_t length = whole; length > 37; length -= 37) {
        std::filesystem::resize_file(folder / "c", length - 1);
        const std::string message = messageOf(ErrorKind::Input, [&] { loadCheckpoint(folder / "c"); });
        EXPECT_NE(message.find("Copy the file again"), std::string::npos) << message;
    }
}

TEST(CheckpointTest, WhatIsNotAFileOrNotWritableIsNamed) {
    const TemporaryFolder folder;
    ASSERT_EQ(mkfifo((folder / "fifo").c_str(), 0600), 0);
    for (const auto& path : {folder / "missing", folder / "fifo", folder.path()}) {
        const std::string message = messageOf(ErrorKind::Input, [&] { loadCheckpoint(path); });
        EXPECT_NE(message.find(path.string()), std::string::npos) << message;
    }
    messageOf(ErrorKind::Io, [&] { saveCheckpoint(folder / "missing" / "c", example()); });
}

} // namespace
} // namespace latentscape
