#include "core/train/RunReport.h"

#include "core/data/BatchLoader.h"
#include "core/io/HtmlPage.h"
#include "core/io/ImageExport.h"
#include "core/tensor/AtomicFile.h"
#include "core/tensor/Versions.h"
#include "core/train/Condition.h"
#include "core/train/ReportRows.h"

#include <numeric>

namespace latentscape {

namespace {

constexpr int kSheetColumns = 16;
constexpr int kHistoryColumns = 4; // of the sheet of a moment
constexpr std::size_t kHistorySamples = 16;
constexpr std::size_t kMostMoments = 24; // then evenly chosen ones
constexpr int kPictureWidth = 1060;      // logical pixels that a sheet may take

// As many whole screen pixels as there is room for, at most four.
int scaleOf(const Image& sheet, int width) {
    return std::clamp(width / std::max(1, sheet.shape.width), 1, 4);
}

void addSheet(HtmlPage& page, const std::vector<Image>& images, int columns, std::string_view words) {
    const Image sheet = makeSheet(images, columns);
    page.addPicture(sheet, scaleOf(sheet, kPictureWidth), words);
}

int sheetColumns(const RunReport& report) {
    const std::int64_t classes = report.losses.config.model.classes;
    return classes > 1 && classes <= 32 ? static_cast<int>(classes) : kSheetColumns; // a column a class
}

void addHistory(HtmlPage& page, const std::vector<RunReport::Moment>& history) {
    const std::size_t count = std::min(history.size(), kMostMoments);
    std::vector<std::pair<Image, std::string>> pictures;
    for (std::size_t i = 0; i < count; ++i) {
        const auto& moment = history[count == 1 ? 0 : i * (history.size() - 1) / (count - 1)];
        const auto& samples = *moment.samples;
        const std::vector<Image> first(
            samples.begin(),
            samples.begin() + static_cast<std::ptrdiff_t>(std::min(samples.size(), kHistorySamples)));
        pictures.emplace_back(makeSheet(first, kHistoryColumns), "epoch " + decimals(moment.epoch, 1));
    }
    page.beginCard("How it learnt", "the same latents each time");
    page.addPictures(pictures, scaleOf(pictures.front().first, 150));
}

void addReconstructions(HtmlPage& page, const RunReport& report) {
    std::vector<Image> rows = report.originals;
    rows.insert(rows.end(), report.reconstructions.begin(), report.reconstructions.end());
    page.beginCard("Reconstructions", "held-out images of " + report.images + " above, the model's below");
    addSheet(page, rows, static_cast<int>(report.originals.size()), "Originals and reconstructions");
}

void addKlBars(HtmlPage& page, const LossHistory& history) {
    if (history.epochs().empty() || history.epochs().back().klPerLatent.empty()) {
        return;
    }
    constexpr std::size_t kMost = 64;
    std::vector<std::pair<std::string, double>> bars;
    const auto& kl = history.epochs().back().klPerLatent;
    for (std::size_t i = 0; i < kl.size(); ++i) {
        bars.emplace_back("z" + std::to_string(i), kl[i]);
    }
    std::ranges::stable_sort(bars, std::greater(), &std::pair<std::string, double>::second);
    const std::size_t left = bars.size() - std::min(bars.size(), kMost);
    bars.resize(bars.size() - left);
    page.beginCard("Latents", "KL of each in nats: how much it tells about an image");
    page.addBars(bars);
    if (left > 0) {
        page.addParagraph("and " + std::to_string(left) + " more that tell less");
    }
}

void addChanges(HtmlPage& page, const LossHistory& history) {
    if (history.changes().empty()) {
        return;
    }
    std::vector<HtmlPage::Row> rows;
    for (const ControlChange& change : history.changes()) {
        rows.push_back({"epoch " + decimals(change.epoch, 2), change.text});
    }
    page.beginCard("Changed while it ran");
    page.addTable({}, rows, HtmlPage::Align::Left);
}

void addModel(HtmlPage& page, const TrainConfig& config) {
    const ModelTable model = modelTable(config);
    page.beginCard("Model", model.words);
    page.addTable({"network", "layer", "output", "parameters"}, model.rows, HtmlPage::Align::Right);
}

std::string footer(const RunReport& report) {
    return "Latentscape " LATENTSCAPE_VERSION " (" + libraryVersions() + ")" +
           (report.checkpoint.empty() ? "" : ". Checkpoint " + report.checkpoint) +
           (report.checksum.empty() ? "" : ". Weights " + report.checksum) + ".";
}

std::vector<Image> toImages(const Tensor& pixels, const ImageShape& shape) {
    std::vector<Image> images;
    for (std::int64_t i = 0; i < pixels.dim(0); ++i) {
        images.push_back(toImage(pixels.row(i), shape));
    }
    return images;
}

// Of the first held-out images, as the model saw them.
void reconstruct(RunReport& report, Model& model, const LoadedData& data, int most) {
    const auto heldOut =
        asSeen(report.losses.config, std::make_shared<const Dataset>(data.heldOut->first(most)));
    std::vector<std::uint32_t> indices(static_cast<std::size_t>(heldOut->count()));
    std::iota(indices.begin(), indices.end(), 0);
    const auto labels = labelsFor(model.config(), *heldOut, indices);
    const Tensor made = model.decode(model.encode(gather(*heldOut, indices), labels).mean, labels);
    report.reconstructions = toImages(made, model.config().image);
    for (const std::uint32_t index : indices) {
        report.originals.push_back(heldOut->image(index));
    }
}

} // namespace

void complete(RunReport& report, Model& model, const LoadedData* data, const RunReportOptions& options,
              const ReportWatch& watch) {
    const TrainConfig& config = report.losses.config;
    if (!report.samples) {
        report.samples =
            drawProgress(model, nullptr, config.seed, {.samples = options.samples, .reconstructions = 0}).samples;
    }
    if (data != nullptr) {
        report.images = data->heldOut->name();
        reconstruct(report, model, *data, options.reconstructions);
        report.measured = reportOf(model, config, *data, {.seed = options.seed}, watch);
    }
}

std::string toHtml(const RunReport& report) {
    const TrainConfig& config = report.losses.config;
    HtmlPage page(config.preset + " on " + dataName(config), runInWords(report.losses));
    if (const auto figures = keyFigures(report.losses); !figures.empty()) {
        page.beginCard("At the end", "of the last epoch, on held-out images");
        page.addFigures(figures);
    }
    if (!report.losses.table.empty()) {
        const bool isVae = config.model.kind == ModelKind::Vae;
        page.beginCard("Loss", isVae ? "nats an image; dashed: held-out images" : "dashed: held-out images");
        page.addPlot(plotSvg(lossPlot(report.losses, "")), "The losses over the epochs");
    }
    if (report.samples && !report.samples->empty()) {
        page.beginCard("Samples", "of latents drawn at random");
        addSheet(page, *report.samples, sheetColumns(report), "Samples");
    }
    if (!report.history.empty()) {
        addHistory(page, report.history);
    }
    if (!report.originals.empty() && report.originals.size() == report.reconstructions.size()) {
        addReconstructions(page, report);
    }
    if (report.measured) {
        page.beginCard("How good it is",
                       counted(report.measured->images, "held-out image") + " of " + report.images);
        page.addTable({}, measuredRows(*report.measured), HtmlPage::Align::Left);
    }
    addKlBars(page, report.losses.history);
    addChanges(page, report.losses.history);
    addModel(page, config);
    page.beginCard("Settings");
    page.addTable({}, settingRows(config), HtmlPage::Align::Left);
    page.addFolded("All of them, as config.json", toJson(config));
    return page.text(footer(report));
}

void writeReport(const std::filesystem::path& file, const RunReport& report) {
    const std::string text = toHtml(report);
    writeFileAtomically(file, std::as_bytes(std::span(text)));
}

} // namespace latentscape
