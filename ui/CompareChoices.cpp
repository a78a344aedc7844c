#include "ui/CompareChoices.h"

#include "ui/Card.h"
#include "ui/ChoiceLink.h"
#include "ui/ComparisonRows.h"

#include <QMenu>
#include <QScopedValueRollback>

#include <utility>

namespace latentscape {

namespace {

constexpr int kNameLength = 24; // letters of the second model's name in the header

QString shortened(const QString& name) {
    return name.size() <= kNameLength ? name : name.left(kNameLength - 1) + u'…';
}

} // namespace

CompareChoices::CompareChoices(Card* card)
    : QObject(card)
    , m_source(new ChoiceLink("compareSource", tr("Images"), tr("Whose images are shown")))
    , m_order(new ChoiceLink("compareOrder", tr("Order of the images"), tr("Which images come first")))
    , m_metric(new ChoiceLink("compareMetric", tr("Measure of the error"),
                              tr("How the error of an image is measured.\n"
                                 "Squared error: mean over its pixels.\n"
                                 "SSIM: likeness of structures, 1 is the same image.\n"
                                 "PSNR: the squared error in decibels, more is better.\n"
                                 "KL: how much the latents tell about the image, in nats.")))
    , m_class(new ChoiceLink("compareClass", tr("Label"), tr("Only images with this label")))
    , m_pairing(new ChoiceLink("comparePairing", tr("What both models are given"),
                               tr("Same images: both encode and decode the originals.\n"
                                  "Same latents: both decode the same random latents.")))
    , m_range(makeLink("showAllErrors", {},
                       tr("Only images with such an error are shown; click to see all again")))
    , m_second(makeLink("compareSecond", {}, tr("Another checkpoint beside this model, on the same images")))
    , m_map(makeLink("errorMap", tr("Error map"), tr("The error of each pixel over all images"))) {
    auto* save = makeLink("saveSheet", tr("Save..."), tr("Save these pictures as one PNG file"));
    connect(save, &QToolButton::clicked, this, &CompareChoices::saveWanted);
    for (QWidget* link : std::initializer_list<QWidget*>{m_range, m_source, m_class, m_order, m_metric,
                                                         m_second, m_pairing, m_map, save}) {
        card->addToHeader(link);
    }
    makeSource();
    makeOrder();
    makeSecond();
    m_range->setAccessibleName(tr("Show images with any error"));
    m_range->hide();
    connect(m_range, &QToolButton::clicked, this, &CompareChoices::allErrorsWanted);
    m_map->setCheckable(true);
    connect(m_map, &QToolButton::toggled, this, [this](bool on) {
        showApplying();
        emit mapChosen(on);
    });
    showApplying();
}

void CompareChoices::makeSource() {
    for (const QString& source : {tr("held-out images"), tr("training images"), tr("own images")}) {
        m_source->addChoice(source, source);
    }
    m_source->menu()->addSeparator();
    QAction* folder = m_source->menu()->addAction(tr("Open a folder with pictures..."));
    folder->setObjectName(QStringLiteral("openOwnFolder"));
    QAction* files = m_source->menu()->addAction(tr("Open pictures..."));
    files->setObjectName(QStringLiteral("openOwnPictures"));
    connect(folder, &QAction::triggered, this, &CompareChoices::folderWanted);
    connect(files, &QAction::triggered, this, &CompareChoices::picturesWanted);
    setSource(CompareImages::Source::HeldOut, false);
    connect(m_source, &ChoiceLink::currentChanged, this, [this](int source) {
        if (m_telling) {
            emit sourceChosen(static_cast<CompareImages::Source>(source));
        }
    });
}

void CompareChoices::makeOrder() {
    for (const QString& order : {tr("worst first"), tr("best first"), tr("in order"), tr("by label")}) {
        m_order->addChoice(order, order);
    }
    for (const QString& metric : {tr("squared error"), tr("SSIM"), tr("PSNR"), tr("KL")}) {
        m_metric->addChoice(metric, metric);
    }
    connect(m_order, &ChoiceLink::currentChanged, this, &CompareChoices::orderChosen);
    connect(m_metric, &ChoiceLink::currentChanged, this, &CompareChoices::metricChosen);
    connect(m_class, &ChoiceLink::currentChanged, this, [this] {
        if (m_telling) {
            emit classChosen();
        }
    });
}

void CompareChoices::makeSecond() {
    m_pairing->addChoice(tr("same images"), tr("same images"));
    m_pairing->addChoice(tr("same latents"), tr("same latents"));
    connect(m_pairing, &ChoiceLink::currentChanged, this, [this] {
        showApplying();
        if (m_telling) {
            emit latentsChosen(showsLatents());
        }
    });
    auto* menu = new QMenu(m_second);
    m_momentsMenu = menu->addMenu(tr("A moment of this run"));
    m_momentsMenu->setObjectName(QStringLiteral("compareMoments"));
    QAction* another = menu->addAction(tr("Another checkpoint..."));
    another->setObjectName(QStringLiteral("openSecond"));
    QAction* none = menu->addAction(tr("No second model"));
    none->setObjectName(QStringLiteral("closeSecond"));
    connect(menu, &QMenu::aboutToShow, this, [this, none] {
        m_momentsMenu->setTitle(m_moments.empty() ? tr("A moment of this run (none is kept yet)")
                                                  : tr("A moment of this run"));
        m_momentsMenu->menuAction()->setEnabled(!m_moments.empty());
        none->setEnabled(m_hasSecond);
    });
    connect(m_momentsMenu, &QMenu::aboutToShow, this, &CompareChoices::fillMoments);
    connect(another, &QAction::triggered, this, &CompareChoices::secondWanted);
    connect(none, &QAction::triggered, this, &CompareChoices::secondUnwanted);
    m_second->setMenu(menu);
    m_second->setPopupMode(QToolButton::InstantPopup);
    setSecond({}, {});
}

ImageOrder CompareChoices::order() const {
    return static_cast<ImageOrder>(m_order->current());
}

ErrorMetric CompareChoices::metric() const {
    return static_cast<ErrorMetric>(m_metric->current());
}

std::optional<std::uint16_t> CompareChoices::label() const {
    const int chosen = m_hasClasses ? m_class->current() : 0;
    return chosen > 0 ? std::optional(static_cast<std::uint16_t>(chosen - 1)) : std::nullopt;
}

bool CompareChoices::showsMap() const {
    return m_map->isChecked();
}

bool CompareChoices::showsLatents() const {
    return m_hasSecond && m_pairing->current() == 1;
}

void CompareChoices::setOrder(ImageOrder order) {
    m_order->setCurrent(static_cast<int>(order));
}

void CompareChoices::setSource(CompareImages::Source source, bool hasOwn) {
    const QScopedValueRollback silent(m_telling, false);
    m_source->setWhyNot(static_cast<int>(CompareImages::Source::Own),
                        hasOwn ? QString() : tr("open some, or drop them here"));
    m_source->setCurrent(static_cast<int>(source));
}

void CompareChoices::setImages(const Dataset* data) {
    const QScopedValueRollback silent(m_telling, false);
    m_hasClasses = data && data->hasLabels();
    m_class->clearChoices();
    m_class->addChoice(tr("all labels"), tr("all labels"));
    std::uint16_t most = 0;
    for (std::int64_t i = 0; m_hasClasses && i < data->count(); ++i) {
        most = std::max(most, data->factors(i)[0]);
    }
    for (int label = 0; m_hasClasses && label <= most; ++label) {
        const QString name = className(*data, static_cast<std::uint16_t>(label));
        m_class->addChoice(name, name);
    }
    m_order->setWhyNot(static_cast<int>(ImageOrder::ByLabel),
                       m_hasClasses ? QString() : tr("these images have no labels"));
    if (!m_hasClasses && order() == ImageOrder::ByLabel) {
        setOrder(ImageOrder::WorstFirst);
    }
    showApplying();
}

void CompareChoices::setHasKl(bool has) {
    m_metric->setWhyNot(static_cast<int>(ErrorMetric::Kl), has ? QString() : tr("a GAN has no encoder"));
    if (!has && metric() == ErrorMetric::Kl) {
        m_metric->setCurrent(static_cast<int>(ErrorMetric::SquaredError));
    }
}

void CompareChoices::describeOrder(const QString& words, bool canSort) {
    m_order->showInstead(words);
    m_order->setEnabled(canSort);
}

void CompareChoices::showRange(const QString& words) {
    m_range->setText(words + QStringLiteral(" ✕"));
    m_range->setVisible(!words.isEmpty());
}

void CompareChoices::setSecond(const QString& name, const QString& whyNoLatents) {
    const QScopedValueRollback silent(m_telling, false);
    m_hasSecond = !name.isEmpty();
    m_second->setText(m_hasSecond ? tr("B: %1 ▾").arg(shortened(name)) : tr("Compare with... ▾"));
    m_second->setAccessibleName(m_second->text());
    m_pairing->setWhyNot(1, whyNoLatents);
    if (!m_hasSecond || !whyNoLatents.isEmpty()) {
        m_pairing->setCurrent(0);
    }
    showApplying();
}

void CompareChoices::setMoments(std::vector<OtherModel> moments) {
    m_moments = std::move(moments);
}

// The newest first, when somebody looks: a run keeps many.
void CompareChoices::fillMoments() {
    m_momentsMenu->clear();
    for (auto moment = m_moments.rbegin(); moment != m_moments.rend(); ++moment) {
        connect(m_momentsMenu->addAction(moment->name), &QAction::triggered, this,
                [this, chosen = *moment] { emit momentWanted(chosen); });
    }
}

// Random latents are nobody's images and have no error.
void CompareChoices::showApplying() {
    const bool images = !showsLatents();
    m_source->setVisible(images);
    m_order->setVisible(images && !showsMap());
    m_metric->setVisible(images && !showsMap());
    m_class->setVisible(images && m_hasClasses && !showsMap());
    m_pairing->setVisible(m_hasSecond && !showsMap());
    m_map->setVisible(images);
}

} // namespace latentscape
