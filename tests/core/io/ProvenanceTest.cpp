#include "core/io/Provenance.h"

#include "core/io/Animation.h"
#include "core/io/Checkpoint.h"
#include "core/io/ImageExport.h"
#include "core/io/PlotExport.h"
#include "core/io/PngChunks.h"
#include "core/io/PngText.h"
#include "TemporaryFolder.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <QImage>

namespace latentscape {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

Provenance example() {
    Provenance made{"latentscape 9", "sample", "run/checkpoint.safetensors", "12ab34cd", 700};
    made.seed = std::numeric_limits<std::uint64_t>::max();
    made.dimensions = 2;
    made.latents = {0.1f, -2.5f, 1e-30f, std::nextafter(1.0f, 2.0f), 3, -0.0f};
    made.classes = {4, 0, 65535};
    made.columns = 2;
    made.enlargement = {3, Scaling::Smooth};
    return made;
}

std::vector<Image> images(std::size_t count) {
    return std::vector<Image>(count, Image{{1, 2, 2}, {1, 2, 3, 4}});
}

Bytes bytesOf(const std::string& text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

// A PNG file with one chunk of text in it.
fs::path writePng(const TemporaryFolder& folder, const char* type, const Bytes& content) {
    Bytes file;
    appendPngStart(file, {1, 1, 1});
    appendChunk(file, type, content);
    appendChunk(file, "IDAT", compressPixels(Image{{1, 1, 1}, {7}}));
    appendPngEnd(file);
    return folder.write("text.png", std::span(reinterpret_cast<const char*>(file.data()), file.size()));
}

Bytes packedText(const std::string& text) {
    Bytes content = bytesOf(std::string(kProvenanceKey) + '\0' + '\0');
    const Bytes packed = compressText(text);
    content.insert(content.end(), packed.begin(), packed.end());
    return content;
}

TEST(ProvenanceTest, ComesBackFromJsonBitForBit) {
    const Provenance made = example();
    EXPECT_EQ(made.pictures(), 3);
    EXPECT_EQ(provenanceFromJson(toJson(made)), made);
    Provenance least{"a", "b", "", "", 0};
    least.dimensions = 1;
    EXPECT_EQ(provenanceFromJson(toJson(least)), least);
    EXPECT_EQ(made.ofPicture(1).latents, (std::vector<float>{1e-30f, std::nextafter(1.0f, 2.0f)}));
    EXPECT_EQ(made.ofPicture(2).classes, std::vector<std::uint16_t>{65535});
    EXPECT_EQ(made.ofPicture(1).columns, 1);
}

TEST(ProvenanceTest, ANameThatIsNoUtf8IsNotTheEnd) {
    Provenance made = example();
    made.checkpoint = "a\xff.safetensors";
    EXPECT_NE(provenanceFromJson(toJson(made)).checkpoint.find(".safetensors"), std::string::npos);
}

TEST(ProvenanceTest, MoreLatentsThanAFileShouldHoldAreLeftOut) {
    Provenance made = example();
    made.dimensions = 1;
    made.latents.assign(kMostLatentValues + 1, 0.5f);
    made.classes.clear();
    const Provenance read = provenanceFromJson(toJson(made));
    EXPECT_EQ(read.pictures(), 0);
    EXPECT_EQ(read.seed, made.seed);
}

TEST(ProvenanceTest, ImpossibleDocumentsAreRefused) {
    const json good = json::parse(toJson(example()));
    EXPECT_NO_THROW(provenanceFromJson(good.dump()));
    const auto refused = [&](const char* key, json value) {
        json bad = good;
        bad[key] = std::move(value);
        const std::string message = messageOf(ErrorKind::Input, [&] { provenanceFromJson(bad.dump()); });
        EXPECT_NE(message.find(key), std::string::npos) << message;
    };
    refused("version", 2);
    refused("step", -1);
    refused("seed", "seven");
    refused("columns", 0);
    refused("columns", 1'000'000'000);
    refused("scale", 17);
    refused("scaling", "cubic");
    refused("dimensions", 0);
    refused("dimensions", 1'000'000);
    refused("latents", {{1, 2, 3}});   // of another length
    refused("latents", {{1, 2}, {1}}); // one of them
    refused("latents", {{1, "2"}});    // not a number
    refused("latents", {{1, 1e30}});   // out of range
    refused("latents", "many");
    refused("classes", {1}); // fewer than pictures
    refused("classes", {1, 2, 65536});
    refused("weights", std::string(300, 'a'));
    refused("checkpoint", 5);
    for (const auto& [key, value] : good.items()) {
        if (key != "seed" && key != "latents" && key != "classes") {
            json bad = good;
            bad.erase(key);
            messageOf(ErrorKind::Input, [&] { provenanceFromJson(bad.dump()); });
        }
    }
    for (const char* text : {"", "{", "[]", "7", "{\"version\":1,\"version\":1}"}) {
        messageOf(ErrorKind::Input, [&] { provenanceFromJson(text); });
    }
}

TEST(ProvenanceTest, APngFileCarriesIt) {
    const TemporaryFolder folder;
    const Provenance made = example();
    saveImages(folder / "sheet.png", images(3), 2, {3, Scaling::Smooth}, &made);
    EXPECT_EQ(readProvenance(folder / "sheet.png"), made);
    EXPECT_FALSE(QImage(QString::fromStdString((folder / "sheet.png").string())).isNull());

    const auto files = saveImages(folder / "one%d.png", images(3), 2, {2}, &made);
    const auto read = readProvenance(files[1]);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->latents, made.ofPicture(1).latents);
    EXPECT_EQ(read->columns, 1);
    EXPECT_EQ(read->enlargement, (Enlargement{2, Scaling::Nearest}));

    saveImages(folder / "none.png", images(1), 1);
    EXPECT_EQ(readProvenance(folder / "none.png"), std::nullopt);
}

TEST(ProvenanceTest, APlotAndAnAnimatedPngCarryIt) {
    const TemporaryFolder folder;
    Provenance made = example();
    savePlot(folder / "plot.png", {"t", "epoch", {{{{"a", 0, {0, 1, 2}, {3, 2, 1}}}}}}, &made);
    EXPECT_EQ(readProvenance(folder / "plot.png"), made);
    EXPECT_FALSE(QImage(QString::fromStdString((folder / "plot.png").string())).isNull());

    const std::vector<Image> frames = images(3);
    const auto frame = [&](std::int64_t i) { return frames[static_cast<std::size_t>(i)]; };
    saveAnimation(folder / "film.apng", 3, frame, {12, Loop::Once, {2}, [&] { return made; }});
    made.enlargement = {2};
    EXPECT_EQ(readProvenance(folder / "film.apng"), made);
    saveAnimation(folder / "film.gif", 3, frame, {12, Loop::Once, {}, [&] { return made; }});
}

TEST(ProvenanceTest, SurvivesAProgramThatSavesThePictureAgain) {
    const TemporaryFolder folder;
    const Provenance made = example();
    saveImages(folder / "a.png", images(3), 2, {3, Scaling::Smooth}, &made);
    QImage picture(QString::fromStdString((folder / "a.png").string()));
    ASSERT_TRUE(picture.save(QString::fromStdString((folder / "b.png").string())));
    EXPECT_EQ(readProvenance(folder / "b.png"), made);
}

TEST(ProvenanceTest, EveryKindOfTextIsRead) {
    const TemporaryFolder folder;
    const Provenance made = example();
    const std::string key = std::string(kProvenanceKey) + '\0';
    EXPECT_EQ(readProvenance(writePng(folder, "tEXt", bytesOf(key + toJson(made)))), made);
    EXPECT_EQ(readProvenance(writePng(folder, "zTXt", packedText(toJson(made)))), made);
    EXPECT_EQ(readProvenance(writePng(
                  folder, "iTXt", bytesOf(key + std::string(2, '\0') + "en" + '\0' + '\0' + toJson(made)))),
              made);
    EXPECT_EQ(readProvenance(writePng(folder, "tEXt", bytesOf(std::string("Author") + '\0' + "me"))),
              std::nullopt);
}

TEST(ProvenanceTest, DamagedTextIsRefused) {
    const TemporaryFolder folder;
    const std::string key = std::string(kProvenanceKey) + '\0';
    const auto refused = [&](const fs::path& file) {
        const std::string message = messageOf(ErrorKind::Input, [&] { readProvenance(file); });
        EXPECT_NE(message.find(file.filename().string()), std::string::npos) << message;
    };
    refused(writePng(folder, "tEXt", bytesOf(key + "not JSON")));
    refused(writePng(folder, "tEXt", bytesOf("no end of the key")));
    refused(writePng(folder, "zTXt", bytesOf(key)));
    refused(writePng(folder, "zTXt", bytesOf(key + '\0' + "not packed")));
    Bytes cutOff = packedText(toJson(example()));
    cutOff.resize(cutOff.size() / 2);
    refused(writePng(folder, "zTXt", cutOff));
    refused(writePng(folder, "iTXt", bytesOf(key + '\0')));
    refused(writePng(folder, "iTXt", bytesOf(key + std::string(2, '\0') + "no end")));
    // A small file that would unpack to a large text.
    refused(writePng(folder, "zTXt", packedText(std::string(kLongestPngText + 100'000, ' '))));
}

TEST(ProvenanceTest, DamagedFilesAreRefused) {
    const TemporaryFolder folder;
    const Provenance made = example();
    saveImages(folder / "a.png", images(3), 2, {}, &made);
    const std::string whole = readBytes(folder / "a.png");
    const std::size_t text = whole.find("zTXt");
    ASSERT_NE(text, whole.npos);
    for (std::size_t size = 0; size < text + 60; ++size) {
        messageOf(ErrorKind::Input, [&] { readProvenance(folder.write("cut.png", whole.substr(0, size))); });
    }
    std::string changed = whole;
    changed[text + 30] ^= 1;
    messageOf(ErrorKind::Input, [&] { readProvenance(folder.write("changed.png", changed)); });
    std::string endless = whole;
    endless.replace(text - 4, 4, "\x7f\xff\xff\xff");
    messageOf(ErrorKind::Input, [&] { readProvenance(folder.write("endless.png", endless)); });
    messageOf(ErrorKind::Input,
              [&] { readProvenance(folder.write("no.png", std::string("no picture at all, but long"))); });
    messageOf(ErrorKind::Input, [&] { readProvenance(folder / "missing.png"); });
    messageOf(ErrorKind::Input, [&] { readProvenance(folder.path()); });
}

TEST(ProvenanceTest, TheChecksumOfAVaeIsThatOfItsCheckpoint) {
    ModelConfig config;
    config.image = {1, 4, 4};
    config.latent = 3;
    config.encoder = denseStack({5});
    config.decoder = ModelConfig::mirrored({5});
    const auto model = makeModel(config, {}, 7);
    Checkpoint checkpoint;
    captureModel(*model, checkpoint);
    const Provenance made = provenanceOf(*model, "run/a.safetensors", 9, "sample");
    EXPECT_EQ(made.checkpoint, "run/a.safetensors");
    EXPECT_EQ(made.step, 9);
    EXPECT_EQ(made.madeBy, "sample");
    EXPECT_EQ(made.weights, weightsChecksum(checkpoint));
    EXPECT_EQ(made.dimensions, 3);
    EXPECT_EQ(made.app.rfind("latentscape ", 0), 0U);
    model->parameters().mutableValue(0)[0] += 1;
    EXPECT_NE(modelChecksum(*model), made.weights);
    EXPECT_EQ(checkpointName("/a/run 1/best.safetensors"), "run 1/best.safetensors");
}

} // namespace
} // namespace latentscape
