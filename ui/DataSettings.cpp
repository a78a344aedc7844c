#include "ui/DataSettings.h"

#include "ui/Card.h"
#include "ui/Figures.h"
#include "ui/ImageStage.h"

#include <QComboBox>
#include <QLabel>
#include <QToolButton>

#include <algorithm>
#include <ranges>

namespace latentscape {

namespace {

constexpr int kPreviewHeight = 36;
constexpr std::int64_t kPreviewImages = 8;
constexpr std::ptrdiff_t kSkippedShown = 10;

} // namespace

DataSettings::DataSettings(QWidget* parent)
    : SettingGroup(tr("Data"), parent)
    , m_sources(named(new QComboBox, "data", tr("Data set"), tr("The images to learn from")))
    , m_preview(named(new ImageStage, "dataPreview", tr("Some of the images"),
                      tr("The first images of the data set")))
    , m_note(makeNote(tr("Loading..."))) {
    for (const FoundData& found : findData()) {
        m_sources->addItem(QString::fromStdString(found.name), QString::fromStdString(found.source));
    }
    connect(m_sources, &QComboBox::activated, this, [this] { emit sourceChosen(source()); });
    connect(addLink("openData", tr("Open..."), tr("Choose a folder with images to learn from")),
            &QToolButton::clicked, this, &DataSettings::openRequested);
    m_preview->setFixedHeight(kPreviewHeight);
    addWideField(m_sources);
    addWide(m_preview);
    addWide(m_note);
}

QString DataSettings::source() const {
    return m_sources->currentData().toString();
}

void DataSettings::offerSource(const QString& name, const QString& source) {
    if (m_sources->findData(source) < 0) {
        m_sources->addItem(name, source);
    }
}

void DataSettings::addSource(const QString& name, const QString& source) {
    offerSource(name, source);
    m_sources->setCurrentIndex(m_sources->findData(source));
}

void DataSettings::setData(const LoadedData& loaded) {
    const ImageShape shape = loaded.train->shape();
    auto images = std::make_shared<std::vector<Image>>();
    for (std::int64_t i = 0; i < std::min(kPreviewImages, loaded.train->count()); ++i) {
        images->push_back(loaded.train->image(i));
    }
    m_preview->setImages(images);
    m_note->setText(tr("%1 to train on, %2 held out\n%3 × %4, %5")
                        .arg(wholeNumber(loaded.train->count()), wholeNumber(loaded.heldOut->count()))
                        .arg(shape.width)
                        .arg(shape.height)
                        .arg(shape.channels == 1 ? tr("grey") : tr("colour")));
    showSkipped(loaded.skipped);
}

void DataSettings::showSkipped(const std::vector<std::string>& files) {
    QStringList lines;
    for (const std::string& file : files | std::views::take(kSkippedShown)) {
        lines << QString::fromStdString(file);
    }
    if (std::ssize(files) > kSkippedShown) {
        lines << tr("and %1 more").arg(wholeNumber(std::ssize(files) - kSkippedShown));
    }
    m_note->setToolTip(lines.join('\n'));
    if (!files.empty()) {
        m_note->setText(m_note->text() + '\n' +
                        tr("%1 could not be read").arg(wholeNumber(std::ssize(files))));
    }
}

} // namespace latentscape
